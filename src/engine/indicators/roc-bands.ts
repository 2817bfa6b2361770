import type { SeriesLike } from "../expression/apply.ts";
import { multiply, squareRoot } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { roc } from "./roc.ts";
import { sma } from "./sma.ts";

/**
 * Rate of change, its average, and bands at its root mean square.
 * @param length candles back
 * @param signal candles in the average
 * @param bandLength candles in the bands
 */
export function rocBands(
  value: SeriesLike,
  length = 20,
  signal = 5,
  bandLength = 5,
): Readonly<Record<"roc" | "signal" | "upper" | "lower", Series>> {
  const rate = roc(value, length);
  const band = squareRoot(sma(multiply(rate, rate), bandLength));
  return namedOutputs(labelOf("rocBands", value, [length, signal, bandLength]), {
    roc: rate,
    signal: ema(rate, signal),
    upper: band,
    lower: multiply(band, -1),
  });
}

export const rocBandsIndicator = defineIndicator({
  group: "Momentum",
  name: "rocBands",
  title: "Rate of change with bands",
  about: "Rate of change, and how far from 0 it usually is.",
  formula: "upper = sqrt(sma(roc^2, bandLength)), lower = -upper, signal = ema(roc, signal)",
  source: "Perry Kaufman, Trading Systems and Methods (2013).",
  usage: "rocBands(value, length, signal, bandLength)",
  outputs: [
    { name: "roc", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
    { name: "upper", scale: "oscillator" },
    { name: "lower", scale: "oscillator" },
  ],
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles back" }),
    signal: integer(5, { min: 1, max: 100_000, about: "candles in the average" }),
    bandLength: integer(5, { min: 1, max: 100_000, about: "candles in the bands" }),
  },
  warmUp: ({ length, signal, bandLength }) => ({
    roc: length,
    signal: length + signal - 1,
    upper: length + bandLength - 1,
    lower: length + bandLength - 1,
  }),
  build: ({ close }, { length, signal, bandLength }) => rocBands(close, length, signal, bandLength),
});
