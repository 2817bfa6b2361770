import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { highest } from "./highest.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { lowest } from "./lowest.ts";

/**
 * Stochastic momentum index, -100 to 100, and its signal line.
 * @param length candles in the range
 * @param slow, fast candles in the first and the second smoothing
 */
export function smi(
  market: Market,
  length = 13,
  slow = 25,
  fast = 2,
  signal = 3,
): Readonly<Record<"smi" | "signal", Series>> {
  const high = highest(market.high, length);
  const low = lowest(market.low, length);
  const fromFirst = { seed: "first" } as const;
  const smoothed = (series: Series) => ema(ema(series, slow, fromFirst), fast, fromFirst);
  const distance = smoothed(subtract(market.close, divide(add(high, low), 2)));
  const halfRange = divide(smoothed(subtract(high, low)), 2);
  const line = multiply(divide(distance, halfRange), 100);
  return namedOutputs(labelOf("smi", market, [length, slow, fast, signal]), {
    smi: line,
    signal: ema(line, signal, fromFirst),
  });
}

export const smiIndicator = defineIndicator({
  group: "Momentum",
  name: "smi",
  title: "Stochastic momentum index",
  about: "How far the close lies from the middle of its range, smoothed twice, as a share of half the range.",
  formula:
    "100 * smooth(close - (highest + lowest) / 2) / (smooth(highest - lowest) / 2), smooth = ema(ema(x, slow), fast), signal = ema(smi, signal)",
  source: "William Blau, Stocks & Commodities (January 1993).",
  convention: "The averages start from their first value. Unknown where the range is empty.",
  usage: "smi(market, length, slow, fast, signal)",
  outputs: [
    { name: "smi", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
  ],
  parameters: {
    length: integer(13, { min: 1, max: 100_000, about: "candles in the range" }),
    slow: integer(25, { min: 1, max: 100_000, about: "candles in the first smoothing" }),
    fast: integer(2, { min: 1, max: 100_000, about: "candles in the second smoothing" }),
    signal: integer(3, { min: 1, max: 100_000, about: "candles in the signal line" }),
  },
  warmUp: ({ length }) => ({ smi: length - 1, signal: length - 1 }),
  build: (market, p) => smi(market, p.length, p.slow, p.fast, p.signal),
});
