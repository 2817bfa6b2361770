import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { ChainedSmoothing } from "./rolling/chained-smoothing.ts";

class Trix extends Operator {
  private readonly averages: ChainedSmoothing;

  constructor(length: number) {
    super();
    this.averages = new ChainedSmoothing(length);
  }

  next(value: number): number {
    const previous = this.averages.third;
    this.averages.next(value);
    return previous === 0 ? NaN : (100 * (this.averages.third - previous)) / previous;
  }
}

export const trixDefinition = defineOperator({
  name: "trix",
  title: "TRIX",
  about: "Change of a thrice smoothed average from one candle to the next: a momentum that ignores short swings.",
  formula: "trix[t] = 100 * (ema3[t] - ema3[t-1]) / ema3[t-1], ema3 = ema(ema(ema(value)))",
  source: "J. Hutson, Good TRIX, Stocks & Commodities 1 (1983).",
  convention:
    "In percent. All three averages start from the mean of the first `length` values, as in Stock.Indicators; TA-Lib lets each wait for the one before.",
  inputs: ["value"],
  outputs: [{ name: "trix", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in each average" }) },
  warmUp: (p) => p.length,
  create: (p) => new Trix(p.length),
});

/** Percent change of a triple-smoothed average from one candle to the next. */
export function trix(value: SeriesLike, length: number): Series {
  return apply(trixDefinition, [value], { length });
}
