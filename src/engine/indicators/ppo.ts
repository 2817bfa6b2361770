import type { SeriesLike } from "../expression/apply.ts";
import { divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { integer } from "../parameters.ts";

/** Percentage price oscillator: MACD in percent of the slow EMA, so that symbols can be compared. */
export function ppo(
  value: SeriesLike,
  fast = 12,
  slow = 26,
  signalLength = 9,
): Readonly<Record<"ppo" | "signal" | "histogram", Series>> {
  const slowAverage = ema(value, slow);
  const distance = multiply(divide(subtract(ema(value, fast), slowAverage), slowAverage), 100);
  const signal = ema(distance, signalLength);
  const label = labelOf("ppo", value, [fast, slow, signalLength]);
  return namedOutputs(label, { ppo: distance, signal, histogram: subtract(distance, signal) });
}

export const ppoIndicator = defineIndicator({
  group: "Trend",
  name: "ppo",
  title: "Percentage price oscillator",
  about: "MACD in percent of the slow average, so that symbols can be compared. On volume it is the PVO.",
  formula:
    "ppo = 100 * (ema(value, fast) - ema(value, slow)) / ema(value, slow); signal = ema(ppo, signalLength); histogram = ppo - signal",
  source: "G. Appel; as the PVO of Stock.Indicators.",
  convention: "Each EMA starts from the mean of its own first values.",
  usage: "ppo(value, fast, slow, signalLength)",
  outputs: [
    { name: "ppo", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
    { name: "histogram", scale: "oscillator" },
  ],
  parameters: {
    fast: integer(12, { min: 1, max: 100_000, about: "candles in the fast EMA" }),
    slow: integer(26, { min: 1, max: 100_000, about: "candles in the slow EMA" }),
    signalLength: integer(9, { min: 1, max: 100_000, about: "candles in the EMA of the oscillator" }),
  },
  warmUp: ({ fast, slow, signalLength }) => {
    const distance = Math.max(fast, slow) - 1;
    return { ppo: distance, signal: distance + signalLength - 1, histogram: distance + signalLength - 1 };
  },
  build: ({ close }, { fast, slow, signalLength }) => ppo(close, fast, slow, signalLength),
});
