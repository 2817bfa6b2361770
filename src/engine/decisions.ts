/** P4 of a step: every strategy that has something to say decides, all of them on the same portfolio. */
import type { Decider } from "./decide.ts";
import type { CurveRecorder } from "./equity-curve.ts";
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
  readonly curve: CurveRecorder;
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

  /** @param point of the equity curve at instant `k` */
  decide(block: Block, k: number, point: number): void {
    const { sleeves, signals } = this.parts;
    signals.findDue(k);
    const { dueCount } = signals;
    if (!this.someAdd) {
      for (let n = 0; n < dueCount; n++) this.speak(block, sleeves[signals.due[n]], k, point);
      return;
    }
    let n = 0;
    for (const sleeve of sleeves) {
      const isDue = n < dueCount && signals.due[n] === sleeve.index;
      if (isDue) n++;
      // As it was before the sleeve spoke.
      const isOpen = this.parts.portfolio.quantity[sleeve.index] !== 0;
      if (isDue) this.speak(block, sleeve, k, point);
      if (isOpen) this.addByPrice(block, sleeve, k);
    }
  }

  private speak(block: Block, sleeve: Sleeve, k: number, point: number): void {
    const { rowAt } = block.streams[sleeve.stream];
    const row = rowAt === undefined ? k : rowAt[k];
    this.parts.flatMarks.mark(block, sleeve, k);
    this.decideSleeve(block, sleeve, row, k, point);
  }

  private addByPrice(block: Block, sleeve: Sleeve, k: number): void {
    const { handlers, decider, portfolio } = this.parts;
    const { rowAt } = block.streams[sleeve.stream];
    const row = rowAt === undefined ? k : rowAt[k];
    if (row < 0 || sleeve.adding.addStep === 0 || handlers.hasStopped(sleeve)) return;
    decider.takeStep(sleeve, portfolio.markPrice[sleeve.index], { ...readPrices(sleeve, row), reason: "add_step" });
  }

  private decideSleeve(block: Block, sleeve: Sleeve, row: number, k: number, point: number): void {
    const { handlers, decider, portfolio, curve, halts } = this.parts;
    if (sleeve.handler !== undefined) {
      // Its capital would be nothing or less, and what it made of that its own fault.
      if (!halts.isRuined) handlers.run(block, sleeve, row, k, point);
    } else if (sleeve.columns.targetExposure !== undefined) {
      const { values, offset } = sleeve.columns.targetExposure;
      decider.takeExposure(
        sleeve,
        values[offset + row],
        portfolio.markPrice[sleeve.index],
        readPrices(sleeve, row),
        curve.equity[point],
        instantTime(block, k),
      );
    } else decider.take(sleeve, readIntent(sleeve, row, this.intents[sleeve.index]), instantTime(block, k));
  }
}
