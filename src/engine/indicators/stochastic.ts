import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";
import { RollingMean } from "./rolling/mean.ts";

class StochasticOperator extends Operator {
  d = NaN;
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;
  private readonly smoothed: RollingMean;
  private readonly signalLine: RollingMean;

  constructor(length: number, smooth: number, signal: number) {
    super();
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
    this.smoothed = new RollingMean(smooth);
    this.signalLine = new RollingMean(signal);
  }

  next(high: number, low: number, close: number): number {
    const top = this.highest.next(high);
    const bottom = this.lowest.next(low);
    this.d = NaN;
    if (!(top > bottom)) return NaN;
    const k = this.smoothed.next(100 * ((close - bottom) / (top - bottom)));
    if (k === k) this.d = this.signalLine.next(k);
    return k;
  }
}

export const stochasticDefinition = defineOperator({
  name: "stochastic",
  title: "Stochastic oscillator",
  about: "Where the close lies in the range of the last candles: 0 at the lowest low, 100 at the highest high.",
  formula: "k = sma(100 * (close - lowest(low)) / (highest(high) - lowest(low)), smooth), d = sma(k, signal)",
  source: "George Lane, Stocks & Commodities (May 1984).",
  convention: "smooth = 1 is the fast stochastic, 3 the slow one. Unknown where the range is empty.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "k", scale: "oscillator" },
    { name: "d", scale: "oscillator" },
  ],
  parameters: {
    length: integer(14, { min: 1, max: 100_000, about: "candles in the range" }),
    smooth: integer(3, { min: 1, max: 100_000, about: "candles in %K" }),
    signal: integer(3, { min: 1, max: 100_000, about: "candles in %D" }),
  },
  warmUp: ({ length, smooth }) => length + smooth - 2,
  outputWarmUps: ({ length, smooth, signal }) => ({ d: length + smooth + signal - 3 }),
  create: ({ length, smooth, signal }) => new StochasticOperator(length, smooth, signal),
});

export type Stochastic = Readonly<Record<"k" | "d", Series>>;

/**
 * Stochastic oscillator, 0 to 100: by default the slow one.
 * @param length candles in the range
 * @param smooth candles over which %K is smoothed; 1 is the fast stochastic
 * @param signal candles in %D, the mean of %K
 */
export function stochastic({ high, low, close }: Market, length = 14, smooth = 3, signal = 3): Stochastic {
  return applyAll(stochasticDefinition, ["k", "d"], [high, low, close], { length, smooth, signal });
}

/** The same of one series: where it lies in its own range. */
export function stochasticOf(value: SeriesLike, length: number, smooth: number, signal: number): Stochastic {
  return applyAll(stochasticDefinition, ["k", "d"], [value, value, value], { length, smooth, signal });
}
