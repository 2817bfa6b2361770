import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";

class Smma extends Operator {
  private readonly average: Smoothing;

  constructor(length: number) {
    super();
    this.average = Smoothing.wilder(length);
  }

  next(value: number): number {
    return this.average.next(value);
  }
}

export const smmaDefinition = defineOperator({
  name: "smma",
  title: "Smoothed moving average",
  about: "Wilder's average (also RMA): an exponential average that forgets half as fast as an EMA of the same length.",
  formula: "smma[t] = smma[t-1] + (value[t] - smma[t-1]) / length",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
  convention: "Starts from the mean of the first `length` values.",
  inputs: ["value"],
  outputs: [{ name: "smma", scale: "price" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Smma(p.length),
});

/** Wilder's smoothed moving average over `length` candles. */
export function smma(value: SeriesLike, length: number): Series {
  return apply(smmaDefinition, [value], { length });
}
