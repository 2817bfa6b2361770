import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingMoments } from "./rolling/moments.ts";

class ZScore extends Operator {
  private readonly length: number;
  private readonly moments: RollingMoments;

  constructor(length: number) {
    super();
    this.length = length;
    this.moments = new RollingMoments(length);
  }

  next(value: number): number {
    const { moments } = this;
    moments.next(value);
    return moments.sumOfSquares === 0 ? NaN : (value - moments.mean) / Math.sqrt(moments.sumOfSquares / this.length);
  }
}

export const zscoreDefinition = defineOperator({
  name: "zscore",
  title: "Z-score",
  about: "Distance of the value from its mean, in standard deviations.",
  formula: "(value - sma(value, length)) / standardDeviation(value, length)",
  source: "Definition.",
  convention: "Of the population (divided by `length`). Unknown where the value has not moved.",
  inputs: ["value"],
  outputs: [{ name: "zscore", scale: "oscillator" }],
  parameters: { length: integer(20, { min: 2, max: 100_000, about: "candles in the mean" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new ZScore(p.length),
});

/** Distance of the value from its mean of `length` candles, in standard deviations. */
export function zscore(value: SeriesLike, length = 20): Series {
  return apply(zscoreDefinition, [value], { length });
}
