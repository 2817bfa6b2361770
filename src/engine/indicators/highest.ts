import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest } from "./rolling/extreme.ts";

class Highest extends Operator {
  private readonly window: RollingHighest;

  constructor(length: number) {
    super();
    this.window = new RollingHighest(length);
  }

  next(value: number): number {
    return this.window.next(value);
  }
}

export const highestDefinition = defineOperator({
  name: "highest",
  title: "Highest value",
  about: "Highest of the last `length` values, this candle's included.",
  formula: "max(value[t-length+1], ..., value[t])",
  source: "Definition.",
  convention: "Constant time whatever the length.",
  inputs: ["value"],
  outputs: [{ name: "highest", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Highest(p.length),
});

/** Highest of the last `length` values, this candle's included. */
export function highest(value: SeriesLike, length: number): Series {
  return apply(highestDefinition, [value], { length });
}
