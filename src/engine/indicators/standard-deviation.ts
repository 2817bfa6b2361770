import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingMoments } from "./rolling/moments.ts";

class StandardDeviation extends Operator {
  private readonly length: number;
  private readonly moments: RollingMoments;

  constructor(length: number) {
    super();
    this.length = length;
    this.moments = new RollingMoments(length);
  }

  next(value: number): number {
    this.moments.next(value);
    return Math.sqrt(this.moments.sumOfSquares / this.length);
  }
}

export const standardDeviationDefinition = defineOperator({
  name: "standardDeviation",
  title: "Standard deviation",
  about: "How far the last values lie from their mean.",
  formula: "sqrt(sum((value - mean)^2) / length), over the last length candles",
  source: "Definition.",
  convention:
    "Of the population (divided by `length`, not `length - 1`), as in TA-Lib, Stock.Indicators and Bollinger's bands. Exactly 0 over equal values.",
  inputs: ["value"],
  outputs: [{ name: "standardDeviation", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new StandardDeviation(p.length),
});

/** Population standard deviation of the last `length` values. */
export function standardDeviation(value: SeriesLike, length: number): Series {
  return apply(standardDeviationDefinition, [value], { length });
}
