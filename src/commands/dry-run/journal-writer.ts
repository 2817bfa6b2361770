/** Writes what the engine does into the journal, and checks it against the journal where a run goes on. */
import { CandlewrightError } from "../../engine/errors.ts";
import type { HandlerFailure } from "../../engine/handler.ts";
import type { Order } from "../../engine/order.ts";
import type { OrderListener } from "../../engine/order-desk.ts";
import type { Refusal } from "../../engine/result.ts";
import type { Sleeve } from "../../engine/sleeve.ts";
import { journalErrors } from "../../monitor/journal/errors.ts";
import type { Journal, JournalKind } from "../../monitor/journal/journal.ts";

/** Kinds of events that the engine makes from what it is told. */
export const OUTPUT_KINDS: readonly JournalKind[] = ["order", "fill", "refusal", "strategy_stopped"];

interface Output {
  readonly time: number;
  readonly kind: JournalKind;
  readonly body: unknown;
}

export class JournalWriter implements OrderListener {
  private readonly journal: Journal;
  private readonly run: number;
  private readonly sleeves: readonly Sleeve[];
  private readonly pending: Output[] = [];

  constructor(journal: Journal, run: number, sleeves: readonly Sleeve[]) {
    this.journal = journal;
    this.run = run;
    this.sleeves = sleeves;
  }

  orderChanged(order: Order, time: number): void {
    const { strategy, symbol } = this.sleeves[order.sleeve];
    const { id, side, type, purpose, quantity, limitPrice, stopPrice, state, reason, exitReason } = order;
    this.pending.push({
      time,
      kind: "order",
      body: { id, strategy, symbol, side, type, purpose, quantity, limitPrice, stopPrice, state, reason, exitReason },
    });
  }

  orderFilled(order: Order, quantity: number, price: number, fee: number, time: number): void {
    const { strategy, symbol } = this.sleeves[order.sleeve];
    this.pending.push({
      time,
      kind: "fill",
      body: { order: order.id, strategy, symbol, side: order.side, quantity, price, fee, reason: order.reason },
    });
  }

  strategyFailed(failure: HandlerFailure): void {
    const { strategy, symbol, time, error } = failure;
    this.pending.push({
      time,
      kind: "strategy_stopped",
      body: { strategy, symbol, code: error.code, what: error.message },
    });
  }

  refused({ time, ...body }: Refusal): void {
    this.pending.push({ time, kind: "refusal", body });
  }

  /** Appends what the engine did at the instant. */
  flush(): void {
    for (const { time, kind, body } of this.pending) this.journal.append(this.run, time, kind, body);
    this.pending.length = 0;
  }

  /**
   * Compares what the engine did with what the journal says it did.
   * @param next gives the journal's next event of this kind, undefined at its end
   * @throws CandlewrightError JOURNAL_DIFFERS
   */
  check(next: () => Output | undefined): void {
    for (const made of this.pending) this.compare(made, next());
    this.pending.length = 0;
  }

  /**
   * The journal must hold nothing that the engine did not do again.
   * @throws CandlewrightError JOURNAL_DIFFERS
   */
  checkEnd(next: () => Output | undefined): void {
    const left = next();
    if (left !== undefined) this.compare(undefined, left);
  }

  private compare(made: Output | undefined, written: Output | undefined): void {
    const text = (output: Output | undefined) =>
      output === undefined ? "nothing" : JSON.stringify([output.time, output.kind, output.body]);
    const [now, then] = [text(made), text(written)];
    if (now !== then)
      throw new CandlewrightError(journalErrors.differs, {
        file: this.journal.path,
        detail: `${now} now, ${then} then.`,
      });
  }
}
