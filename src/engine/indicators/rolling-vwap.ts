import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { typicalOf } from "./price.ts";
import { RollingWeightedMean } from "./rolling/weighted-mean.ts";

class RollingVwap extends Operator {
  private readonly mean: RollingWeightedMean;

  constructor(length: number) {
    super();
    this.mean = new RollingWeightedMean(length);
  }

  next(high: number, low: number, close: number, volume: number): number {
    return this.mean.next(typicalOf(high, low, close), volume);
  }
}

export const rollingVwapDefinition = defineOperator({
  name: "rollingVwap",
  title: "Rolling volume-weighted average price",
  about: "Mean typical price of the last candles, each weighted by its volume.",
  formula: "sum(typical * volume, length) / sum(volume, length), typical = (high + low + close) / 3",
  source: "Definition.",
  convention: "Unknown where nothing was traded in the whole window.",
  inputs: ["high", "low", "close", "volume"],
  outputs: [{ name: "rollingVwap", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new RollingVwap(p.length),
});

/** Volume-weighted average price of the last `length` candles. */
export function rollingVwap({ high, low, close, volume }: Market, length = 20): Series {
  return apply(rollingVwapDefinition, [high, low, close, volume], { length });
}
