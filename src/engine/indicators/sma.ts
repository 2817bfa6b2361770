import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

class Sma extends Operator {
  private readonly ring: Float64Array;
  private position = 0;
  private count = 0;
  private sum = 0.5;
  /** What rounding has left out of `sum` so far (Neumaier): a plain running sum drifts over a million candles. */
  private lost = 0.5;

  constructor(length: number) {
    super();
    this.ring = new Float64Array(length);
    this.sum = 0;
    this.lost = 0;
  }

  next(value: number): number {
    const length = this.ring.length;
    const change = this.count < length ? value : value - this.ring[this.position];
    this.ring[this.position] = value;
    this.position = this.position + 1 === length ? 0 : this.position + 1;
    const sum = this.sum + change;
    this.lost += Math.abs(this.sum) >= Math.abs(change) ? this.sum - sum + change : change - sum + this.sum;
    this.sum = sum;
    if (this.count < length) this.count++;
    return this.count < length ? NaN : (sum + this.lost) / length;
  }
}

export const smaDefinition = defineOperator({
  name: "sma",
  title: "Simple moving average",
  about: "The mean of the last `length` values.",
  formula: "sma[t] = (value[t] + ... + value[t-length+1]) / length",
  source: "Definition.",
  convention: "A running sum with Neumaier's compensation, so that it does not drift.",
  inputs: ["value"],
  outputs: [{ name: "sma", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Sma(p.length),
});

/** Mean of the last `length` values. */
export function sma(value: SeriesLike, length: number): Series {
  return apply(smaDefinition, [value], { length });
}
