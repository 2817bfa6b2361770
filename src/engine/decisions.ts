/** P4 of a step: every strategy that has something to say decides, all of them on the same portfolio. */
import type { Decider } from "./decide.ts";
import { type Block, instantTime } from "./expression/block.ts";
import type { FlatMarks } from "./flat-marks.ts";
import type { HandlerRunner } from "./handler.ts";
import { emptyIntent, type Intent, readIntent, readPrices } from "./intent.ts";
import type { Portfolio } from "./portfolio.ts";
import type { Halts } from "./risk/halts.ts";
import type { Signals } from "./signals.ts";
import type { Sleeve } from "./sleeve.ts";

export interface DecisionParts {
  readonly sleeves: readonly Sleeve[];
  readonly signals: Signals;
  readonly flatMarks: FlatMarks;
  readonly handlers: HandlerRunner;
  readonly decider: Decider;
  readonly portfolio: Portfolio;
  readonly halts: Halts;
}

export class Decisions {
  /** Some sleeve adds to its position by price: it may speak at any instant. */
  readonly someAdd: boolean;
  private readonly parts: DecisionParts;
  private readonly intents: readonly Intent[];

  constructor(parts: DecisionParts) {
    this.parts = parts;
    this.intents = parts.sleeves.map(emptyIntent);
    this.someAdd = parts.sleeves.some(({ adding }) => adding.addStep !== 0);
  }

  /** @param equity at instant `k` */
  decide(block: Block, k: number, equity: number): void {
    const { sleeves, signals, flatMarks, handlers, decider, portfolio } = this.parts;
    const { next } = signals;
    for (let index = 0; index < next.length; index++) {
      const isSignalled = next[index] === k;
      if (!isSignalled && !this.someAdd) continue;
      const sleeve = sleeves[index];
      const stepsUp = sleeve.adding.addStep !== 0 && portfolio.quantity[index] !== 0;
      if (!isSignalled && !stepsUp) continue;
      const stream = block.streams[sleeve.stream];
      const row = stream.rowAt === undefined ? k : stream.rowAt[k];
      if (row < 0) continue;
      if (isSignalled) {
        flatMarks.mark(block, sleeve, k);
        signals.advance(block, index, row + 1);
        this.decideSleeve(block, sleeve, row, k, equity);
      }
      if (stepsUp && !handlers.hasStopped(sleeve))
        decider.takeStep(sleeve, portfolio.markPrice[index], {
          ...readPrices(sleeve, row),
          reason: "add_step",
        });
    }
  }

  private decideSleeve(block: Block, sleeve: Sleeve, row: number, k: number, equity: number): void {
    const { handlers, decider, portfolio, halts } = this.parts;
    if (sleeve.handler !== undefined) {
      // Its capital would be nothing or less, and what it made of that its own fault.
      if (!halts.isRuined) handlers.run(block, sleeve, row, k, equity);
    } else if (sleeve.columns.targetExposure !== undefined) {
      const { values, offset } = sleeve.columns.targetExposure;
      decider.takeExposure(
        sleeve,
        values[offset + row],
        portfolio.markPrice[sleeve.index],
        readPrices(sleeve, row),
        equity,
        instantTime(block, k),
      );
    } else decider.take(sleeve, readIntent(sleeve, row, this.intents[sleeve.index]), instantTime(block, k));
  }
}
