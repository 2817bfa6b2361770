import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingLowest } from "./rolling/extreme.ts";

class Lowest extends Operator {
  private readonly window: RollingLowest;

  constructor(length: number) {
    super();
    this.window = new RollingLowest(length);
  }

  next(value: number): number {
    return this.window.next(value);
  }
}

export const lowestDefinition = defineOperator({
  name: "lowest",
  title: "Lowest value",
  about: "Lowest of the last `length` values, this candle's included.",
  formula: "min(value[t-length+1], ..., value[t])",
  source: "Definition.",
  convention: "Constant time whatever the length.",
  inputs: ["value"],
  outputs: [{ name: "lowest", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Lowest(p.length),
});

/** Lowest of the last `length` values, this candle's included. */
export function lowest(value: SeriesLike, length: number): Series {
  return apply(lowestDefinition, [value], { length });
}
