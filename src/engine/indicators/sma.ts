import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";

class Sma extends Operator {
  private readonly length: number;
  private readonly sum: RollingSum;

  constructor(length: number) {
    super();
    this.length = length;
    this.sum = new RollingSum(length);
  }

  next(value: number): number {
    return this.sum.next(value) / this.length;
  }
}

export const smaDefinition = defineOperator({
  name: "sma",
  title: "Simple moving average",
  about: "The mean of the last `length` values.",
  formula: "sma[t] = (value[t] + ... + value[t-length+1]) / length",
  source: "Definition.",
  convention: "No running subtraction: it does not drift, and a freak value is gone when it leaves the window.",
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
