import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";

class Sum extends Operator {
  private readonly window: RollingSum;

  constructor(length: number) {
    super();
    this.window = new RollingSum(length);
  }

  next(value: number): number {
    return this.window.next(value);
  }
}

export const sumDefinition = defineOperator({
  name: "sum",
  title: "Rolling sum",
  about: "Sum of the last `length` values, this candle's included.",
  formula: "value[t-length+1] + ... + value[t]",
  source: "Definition.",
  convention: "No running subtraction: it does not drift.",
  inputs: ["value"],
  outputs: [{ name: "sum", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Sum(p.length),
});

/** Sum of the last `length` values, this candle's included. */
export function sum(value: SeriesLike, length: number): Series {
  return apply(sumDefinition, [value], { length });
}
