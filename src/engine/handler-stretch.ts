/**
 * The quiet stretch of a strategy that is called on every candle: mostly it says nothing, and what its candles do does not
 * depend on it until it speaks. So a few instants are marked ahead in one loop, then it is called on each; at its first
 * word the marks go back to there.
 */
import type { Decider } from "./decide.ts";
import type { Block } from "./expression/block.ts";
import type { HandlerRunner } from "./handler.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { QuietStretch } from "./quiet.ts";
import type { Sleeve } from "./sleeve.ts";

const MOST_AHEAD = 16;

export class HandlerStretch {
  /** Whether the strategy wants something at the last instant that was marked. */
  hasSpoken = false;
  /** Instants marked ahead: fewer after each word, more after each silence. */
  private ahead = MOST_AHEAD;
  private readonly sleeve: Sleeve;
  private readonly quiet: QuietStretch;
  private readonly handlers: HandlerRunner;
  private readonly decider: Decider;
  private readonly desk: OrderDesk;

  constructor(sleeve: Sleeve, quiet: QuietStretch, handlers: HandlerRunner, decider: Decider, desk: OrderDesk) {
    this.sleeve = sleeve;
    this.quiet = quiet;
    this.handlers = handlers;
    this.decider = decider;
    this.desk = desk;
  }

  /** Whether it can run this block: a candle of the strategy's own, which orders are matched on too, closes at every instant. */
  static fits({ stream, execution }: Sleeve, block: Block): boolean {
    return stream === execution && block.streams[stream].rowAt === undefined;
  }

  /**
   * Marks the instants `from` to `end - 1` and calls the strategy on each, up to its first word or to the first instant that
   * needs a whole step. No order is open before.
   * @returns the first instant that was not marked
   */
  run(block: Block, from: number, end: number, base: number): number {
    const { quiet, handlers, sleeve, desk, decider } = this;
    this.hasSpoken = false;
    let k = from;
    while (k < end) {
      const wanted = Math.min(end, k + this.ahead);
      quiet.remember();
      const reached = quiet.run(k, wanted, base);
      for (let i = k; i < reached; i++) {
        handlers.run(block, sleeve, i, i, base + i);
        if (desk.atOpen.length === 0 && !decider.hasCandidates) continue;
        this.hasSpoken = true;
        this.ahead = Math.max(1, this.ahead >> 1);
        if (i + 1 < reached) {
          quiet.goBack();
          quiet.run(k, i + 1, base);
        }
        return i + 1;
      }
      if (reached < wanted) return reached;
      this.ahead = Math.min(MOST_AHEAD, this.ahead << 1);
      k = reached;
    }
    return k;
  }
}
