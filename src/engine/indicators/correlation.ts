import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { PairMoments } from "./rolling/pair-moments.ts";

class Correlation extends Operator {
  covariance = NaN;
  private readonly length: number;
  private readonly moments: PairMoments;

  constructor(length: number) {
    super();
    this.length = length;
    this.moments = new PairMoments(length);
  }

  next(left: number, right: number): number {
    const { moments } = this;
    moments.next(left, right);
    this.covariance = moments.productsSum / this.length;
    const r = moments.productsSum / (Math.sqrt(moments.leftSquaresSum) * Math.sqrt(moments.rightSquaresSum));
    return r > 1 ? 1 : r < -1 ? -1 : r;
  }
}

export const correlationDefinition = defineOperator({
  name: "correlation",
  title: "Rolling correlation",
  about: "Pearson's correlation of two series: 1 where they move alike, -1 where oppositely, 0 where unrelated.",
  formula: "covariance / (deviation of left * deviation of right), over length candles",
  source: "Definition.",
  convention: "Covariance of the population (divided by `length`). Unknown where one of the two has not moved.",
  inputs: ["left", "right"],
  outputs: [
    { name: "correlation", scale: "ratio" },
    { name: "covariance", scale: "oscillator" },
  ],
  parameters: { length: integer(20, { min: 2, max: 100_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Correlation(p.length),
});

/** Correlation (-1 to 1) and covariance of two series over `length` candles. */
export function correlation(
  left: SeriesLike,
  right: SeriesLike,
  length = 20,
): Readonly<Record<"correlation" | "covariance", Series>> {
  return applyAll(correlationDefinition, ["correlation", "covariance"], [left, right], { length });
}
