import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";
import { RollingSum } from "./rolling/sum.ts";

class Choppiness extends Operator {
  private readonly scale: number;
  private readonly path: RollingSum;
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;
  private previous = NaN;

  constructor(length: number) {
    super();
    this.scale = 100 / Math.log(length);
    this.path = new RollingSum(length);
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
  }

  next(high: number, low: number, close: number): number {
    const { previous } = this;
    this.previous = close;
    if (previous !== previous) return NaN;
    const trueHigh = previous > high ? previous : high;
    const trueLow = previous < low ? previous : low;
    const path = this.path.next(trueHigh - trueLow);
    const range = this.highest.next(trueHigh) - this.lowest.next(trueLow);
    return range > 0 ? this.scale * Math.log(path / range) : NaN;
  }
}

export const choppinessDefinition = defineOperator({
  name: "choppiness",
  title: "Choppiness index",
  about: "Length of the path over the range it covered: 100 in a market that goes nowhere, 0 in one that only trends.",
  formula: "100 * log(sum(trueRange, length) / (highest(trueHigh) - lowest(trueLow))) / log(length)",
  source: "E. W. Dreiss.",
  convention: "True high and low reach to the previous close. Unknown where the range is empty.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "choppiness", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 2, max: 100_000, about: "candles in the range" }) },
  warmUp: (p) => p.length,
  create: (p) => new Choppiness(p.length),
});

/** Choppiness index over `length` candles, 0 to 100. */
export function choppiness({ high, low, close }: Market, length = 14): Series {
  return apply(choppinessDefinition, [high, low, close], { length });
}
