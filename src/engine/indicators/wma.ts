import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

/**
 * The window lies over two stretches, as in `rolling/sum.ts`. The older one is kept as weighted sums from each place to
 * its end (weights 1, 2, ...); the newer one has its own, and its plain sum lifts its weights above those of the older.
 */
class Wma extends Operator {
  private readonly length: number;
  private readonly divisor: number;
  private readonly ring: Float64Array;
  private position = 0;
  private newerSum = 0.5;
  private newerWeighted = 0.5;

  constructor(length: number) {
    super();
    this.length = length;
    this.divisor = (length * (length + 1)) / 2;
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.newerSum = 0;
    this.newerWeighted = 0;
  }

  next(value: number): number {
    const newer = this.position + 1;
    this.ring[this.position] = value;
    this.newerSum += value;
    this.newerWeighted += newer * value;
    const weighted = this.ring[newer] + this.newerWeighted + (this.length - newer) * this.newerSum;
    this.position = newer;
    if (newer === this.length) this.fold();
    return weighted / this.divisor;
  }

  private fold(): void {
    let sum = 0;
    for (let i = this.length - 1; i >= 0; i--) {
      sum += this.ring[i];
      this.ring[i] = this.ring[i + 1] + sum;
    }
    this.position = 0;
    this.newerSum = 0;
    this.newerWeighted = 0;
  }
}

export const wmaDefinition = defineOperator({
  name: "wma",
  title: "Weighted moving average",
  about: "A mean whose weights fall in equal steps from the newest value to the oldest.",
  formula: "wma[t] = (length * value[t] + ... + 1 * value[t-length+1]) / (length * (length + 1) / 2)",
  source: "Common definition; as in TA-Lib and Stock.Indicators.",
  inputs: ["value"],
  outputs: [{ name: "wma", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Wma(p.length),
});

/** Weighted moving average over `length` candles: the newest value weighs most. */
export function wma(value: SeriesLike, length: number): Series {
  return apply(wmaDefinition, [value], { length });
}
