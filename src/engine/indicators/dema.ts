import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { ChainedSmoothing } from "./rolling/chained-smoothing.ts";

class Dema extends Operator {
  private readonly averages: ChainedSmoothing;

  constructor(length: number) {
    super();
    this.averages = new ChainedSmoothing(length);
  }

  next(value: number): number {
    this.averages.next(value);
    return 2 * this.averages.first - this.averages.second;
  }
}

export const demaDefinition = defineOperator({
  name: "dema",
  title: "Double exponential moving average",
  about: "An exponential average with most of its lag taken out.",
  formula: "dema[t] = 2 * ema(value)[t] - ema(ema(value))[t]",
  source: "P. Mulloy, Smoothing Data with Faster Moving Averages, Stocks & Commodities 12 (1994).",
  convention:
    "Both averages start from the mean of the first `length` values, as in Stock.Indicators; TA-Lib lets the second wait for the first and begins `length - 1` candles later.",
  inputs: ["value"],
  outputs: [{ name: "dema", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in each average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Dema(p.length),
});

/** Double exponential moving average: follows faster than an EMA of the same length. */
export function dema(value: SeriesLike, length: number): Series {
  return apply(demaDefinition, [value], { length });
}
