import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingMean } from "./rolling/mean.ts";

class Sma extends Operator {
  private readonly mean: RollingMean;

  constructor(length: number) {
    super();
    this.mean = new RollingMean(length);
  }

  next(value: number): number {
    return this.mean.next(value);
  }
}

export const smaDefinition = defineOperator({
  name: "sma",
  title: "Simple moving average",
  about: "The mean of the last `length` values.",
  formula: "sma[t] = (value[t] + ... + value[t-length+1]) / length",
  source: "Definition.",
  convention:
    "Does not drift; a freak value is gone when it leaves the window; the mean of equal values is exactly that value.",
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
