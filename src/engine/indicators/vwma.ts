import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingWeightedMean } from "./rolling/weighted-mean.ts";

class Vwma extends Operator {
  private readonly mean: RollingWeightedMean;

  constructor(length: number) {
    super();
    this.mean = new RollingWeightedMean(length);
  }

  next(close: number, volume: number): number {
    return this.mean.next(close, volume);
  }
}

export const vwmaDefinition = defineOperator({
  name: "vwma",
  title: "Volume-weighted moving average",
  about: "The mean of the last closes, each weighted with its candle's volume.",
  formula: "vwma[t] = sum(close * volume) / sum(volume), over the last length candles",
  source: "Common definition; as in Stock.Indicators.",
  convention: "Unknown where nothing was traded in the whole window.",
  inputs: ["close", "volume"],
  outputs: [{ name: "vwma", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Vwma(p.length),
});

/** Mean of the last `length` closes, weighted with volume. */
export function vwma({ close, volume }: Market, length: number): Series {
  return apply(vwmaDefinition, [close, volume], { length });
}
