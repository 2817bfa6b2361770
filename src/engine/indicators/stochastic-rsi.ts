import type { SeriesLike } from "../expression/apply.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { rsi } from "./rsi.ts";
import { type Stochastic, stochasticOf } from "./stochastic.ts";

/**
 * Stochastic RSI, 0 to 100.
 * @param rsiLength changes in the RSI
 * @param length candles in the range of the RSI
 * @param smooth candles over which %K is smoothed; 1: not at all
 * @param signal candles in %D
 */
export function stochasticRsi(value: SeriesLike, rsiLength = 14, length = 14, smooth = 1, signal = 3): Stochastic {
  const label = labelOf("stochasticRsi", value, [rsiLength, length, smooth, signal]);
  return namedOutputs(label, stochasticOf(rsi(value, rsiLength), length, smooth, signal));
}

export const stochasticRsiIndicator = defineIndicator({
  group: "Momentum",
  name: "stochasticRsi",
  title: "Stochastic RSI",
  about: "Where the RSI lies in its own range of the last candles.",
  formula: "the stochastic oscillator of rsi(value, rsiLength) in place of the close, the high and the low",
  source: "Tushar Chande and Stanley Kroll, The New Technical Trader (1994).",
  convention: "0 to 100, where the authors gave 0 to 1. Unknown where the RSI has not moved.",
  usage: "stochasticRsi(value, rsiLength, length, smooth, signal)",
  outputs: [
    { name: "k", scale: "oscillator" },
    { name: "d", scale: "oscillator" },
  ],
  parameters: {
    rsiLength: integer(14, { min: 1, max: 100_000, about: "changes in the RSI" }),
    length: integer(14, { min: 2, max: 100_000, about: "candles in the range" }),
    smooth: integer(1, { min: 1, max: 100_000, about: "candles in %K" }),
    signal: integer(3, { min: 1, max: 100_000, about: "candles in %D" }),
  },
  warmUp: ({ rsiLength, length, smooth, signal }) => ({
    k: rsiLength + length + smooth - 2,
    d: rsiLength + length + smooth + signal - 3,
  }),
  build: ({ close }, p) => stochasticRsi(close, p.rsiLength, p.length, p.smooth, p.signal),
});
