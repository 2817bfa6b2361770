/** One line that says how the run stands, redrawn in place where a person watches. */
import type { Output } from "../output.ts";
import type { DryRunSession } from "./session.ts";

const REDRAW_AFTER_MS = 200;

export class StatusLine {
  private readonly output: Output;
  private readonly session: DryRunSession;
  private drawnAt = -Infinity;
  private isDrawn = false;

  constructor(output: Output, session: DryRunSession) {
    this.output = output;
    this.session = session;
  }

  show(): void {
    if (!this.output.interactive || performance.now() - this.drawnAt < REDRAW_AFTER_MS) return;
    this.drawnAt = performance.now();
    this.isDrawn = true;
    this.output.redraw(this.text());
  }

  clear(): void {
    if (this.isDrawn) this.output.redraw("");
  }

  private text(): string {
    const { engine, sleeves } = this.session.run;
    const { portfolio, desk, halts } = engine;
    const time = new Date(this.session.lastTime).toISOString().slice(0, 16).replace("T", " ");
    const positions = sleeves
      .filter((sleeve) => portfolio.quantity[sleeve.index] !== 0)
      .map(
        ({ index, symbol }) =>
          `${symbol} ${portfolio.quantity[index] > 0 ? "long" : "short"} ${Math.abs(portfolio.quantity[index])}`,
      );
    const halt = halts.isHaltedByDrawdown
      ? " | HALTED: drawdown"
      : halts.isHaltedForDay
        ? " | halted for today: daily loss"
        : "";
    const waiting = desk.atOpen.length + desk.resting.length;
    const equity = portfolio.equity().toFixed(2);
    return `${time} | equity ${equity} | ${positions.join(", ") || "flat"}${waiting > 0 ? ` | ${waiting} orders waiting` : ""} | ${portfolio.trades.length} trades${halt}`;
  }
}
