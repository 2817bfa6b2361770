import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { highest } from "./highest.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { lowest } from "./lowest.ts";
import { rangePosition } from "./range-position.ts";
import { sma } from "./sma.ts";

export type Stochastic = Readonly<Record<"k" | "d", Series>>;

/** Raw %K, smoothed, and its mean; shared with the stochastic RSI. */
export function smoothedStochastic(label: string, raw: Series, smooth: number, signal: number): Stochastic {
  const k = smooth === 1 ? raw : sma(raw, smooth);
  return namedOutputs(label, { k, d: sma(k, signal) });
}

/**
 * Stochastic oscillator, 0 to 100: by default the slow one.
 * @param length candles in the range
 * @param smooth candles over which %K is smoothed; 1 is the fast stochastic
 * @param signal candles in %D, the mean of %K
 */
export function stochastic(market: Market, length = 14, smooth = 3, signal = 3): Stochastic {
  const raw = rangePosition(market.close, lowest(market.low, length), highest(market.high, length));
  return smoothedStochastic(labelOf("stochastic", market, [length, smooth, signal]), raw, smooth, signal);
}

export const stochasticIndicator = defineIndicator({
  group: "Momentum",
  name: "stochastic",
  title: "Stochastic oscillator",
  about: "Where the close lies in the range of the last candles: 0 at the lowest low, 100 at the highest high.",
  formula: "k = sma(100 * (close - lowest(low)) / (highest(high) - lowest(low)), smooth), d = sma(k, signal)",
  source: "George Lane, Stocks & Commodities (May 1984).",
  convention: "smooth = 1 is the fast stochastic, 3 the slow one. Unknown where the range is empty.",
  usage: "stochastic(market, length, smooth, signal)",
  outputs: [
    { name: "k", scale: "oscillator" },
    { name: "d", scale: "oscillator" },
  ],
  parameters: {
    length: integer(14, { min: 1, max: 100_000, about: "candles in the range" }),
    smooth: integer(3, { min: 1, max: 100_000, about: "candles in %K" }),
    signal: integer(3, { min: 1, max: 100_000, about: "candles in %D" }),
  },
  warmUp: ({ length, smooth, signal }) => ({ k: length + smooth - 2, d: length + smooth + signal - 3 }),
  build: (market, { length, smooth, signal }) => stochastic(market, length, smooth, signal),
});
