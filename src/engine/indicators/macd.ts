import type { SeriesLike } from "../expression/apply.ts";
import { subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";

/** Moving average convergence divergence: the distance of two EMAs, its own EMA, and the difference of the two. */
export function macd(
  value: SeriesLike,
  fast = 12,
  slow = 26,
  signalLength = 9,
): Readonly<Record<"macd" | "signal" | "histogram", Series>> {
  const distance = subtract(ema(value, fast), ema(value, slow));
  const signal = ema(distance, signalLength);
  const label = labelOf("macd", value, [fast, slow, signalLength]);
  return namedOutputs(label, { macd: distance, signal, histogram: subtract(distance, signal) });
}

export const macdIndicator = defineIndicator({
  group: "Trend",
  name: "macd",
  title: "Moving average convergence divergence",
  about: "How far a fast average is ahead of a slow one, and whether it is getting further ahead.",
  formula: "macd = ema(value, fast) - ema(value, slow); signal = ema(macd, signalLength); histogram = macd - signal",
  source: "G. Appel (1979).",
  convention:
    "Each EMA starts from the mean of its own first values, as in Stock.Indicators; TA-Lib starts the fast one later, together with the slow one.",
  usage: "macd(value, fast, slow, signalLength)",
  outputs: [
    { name: "macd", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
    { name: "histogram", scale: "oscillator" },
  ],
  parameters: {
    fast: integer(12, { min: 1, max: 100_000, about: "candles in the fast EMA" }),
    slow: integer(26, { min: 1, max: 100_000, about: "candles in the slow EMA" }),
    signalLength: integer(9, { min: 1, max: 100_000, about: "candles in the EMA of the distance" }),
  },
  warmUp: ({ fast, slow, signalLength }) => {
    const distance = Math.max(fast, slow) - 1;
    return { macd: distance, signal: distance + signalLength - 1, histogram: distance + signalLength - 1 };
  },
  build: ({ close }, { fast, slow, signalLength }) => macd(close, fast, slow, signalLength),
});
