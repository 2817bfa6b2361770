import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { ChainedSmoothing } from "./rolling/chained-smoothing.ts";

class Tema extends Operator {
  private readonly averages: ChainedSmoothing;

  constructor(length: number) {
    super();
    this.averages = new ChainedSmoothing(length);
  }

  next(value: number): number {
    this.averages.next(value);
    return 3 * this.averages.first - 3 * this.averages.second + this.averages.third;
  }
}

export const temaDefinition = defineOperator({
  name: "tema",
  title: "Triple exponential moving average",
  about: "An exponential average with nearly all of its lag taken out, at the price of overshooting.",
  formula: "tema[t] = 3 * ema1[t] - 3 * ema2[t] + ema3[t], ema1 = ema(value), ema2 = ema(ema1), ema3 = ema(ema2)",
  source: "P. Mulloy, Smoothing Data with Less Lag, Stocks & Commodities 12 (1994).",
  convention:
    "All three averages start from the mean of the first `length` values, as in Stock.Indicators; TA-Lib lets each wait for the one before and begins `2 * (length - 1)` candles later.",
  inputs: ["value"],
  outputs: [{ name: "tema", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in each average" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Tema(p.length),
});

/** Triple exponential moving average: follows faster than a DEMA of the same length. */
export function tema(value: SeriesLike, length: number): Series {
  return apply(temaDefinition, [value], { length });
}
