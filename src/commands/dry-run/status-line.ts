/** One line that says how a run stands. */
import type { DryRunSession } from "./session.ts";

export function statusText({ run: { engine, sleeves }, lastTime }: DryRunSession): string {
  const { portfolio, desk, halts } = engine;
  const time = new Date(lastTime).toISOString().slice(0, 16).replace("T", " ");
  const positions = sleeves
    .filter((sleeve) => portfolio.quantity[sleeve.index] !== 0)
    .map(
      ({ index, symbol }) =>
        `${symbol} ${portfolio.quantity[index] > 0 ? "long" : "short"} ${Math.abs(portfolio.quantity[index])}`,
    );
  const waiting = desk.atOpen.length + desk.resting.length;
  return [
    time,
    `equity ${portfolio.equity().toFixed(2)}`,
    positions.join(", ") || "flat",
    ...(waiting > 0 ? [`${waiting} orders waiting`] : []),
    `${portfolio.trades.length} trades`,
    ...(halts.isHaltedByDrawdown ? ["HALTED: drawdown"] : halts.isHaltedForDay ? ["halted for today: daily loss"] : []),
  ].join(" | ");
}
