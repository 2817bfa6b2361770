import type { SeriesLike } from "../expression/apply.ts";
import { multiply } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { decimal, integer } from "../parameters.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { sma } from "./sma.ts";

/**
 * Bands at a fixed share of a simple average.
 * @param width distance of the bands, as a fraction of the average: 0.025 is 2.5 %
 */
export function envelope(
  value: SeriesLike,
  length = 20,
  width = 0.025,
): Readonly<Record<"middle" | "upper" | "lower", Series>> {
  const middle = sma(value, length);
  return namedOutputs(labelOf("envelope", value, [length, width]), {
    middle,
    upper: multiply(middle, 1 + width),
    lower: multiply(middle, 1 - width),
  });
}

export const envelopeIndicator = defineIndicator({
  group: "Volatility",
  name: "envelope",
  title: "Moving average envelope",
  about: "A simple average with bands at a fixed percentage.",
  formula: "middle = sma(value, length), upper, lower = middle * (1 +- width)",
  source: "Common definition.",
  usage: "envelope(value, length, width)",
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }),
    width: decimal(0.025, { min: 0, max: 1, about: "distance of the bands, as a fraction" }),
  },
  warmUp: ({ length }) => ({ middle: length - 1, upper: length - 1, lower: length - 1 }),
  build: ({ close }, { length, width }) => envelope(close, length, width),
});
