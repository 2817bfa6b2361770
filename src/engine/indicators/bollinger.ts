import { type SeriesLike, toSeries } from "../expression/apply.ts";
import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { decimal, integer } from "../parameters.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { sma } from "./sma.ts";
import { standardDeviation } from "./standard-deviation.ts";

/**
 * Bollinger bands: a mean and a number of standard deviations to both sides.
 * @param deviations distance of the bands from the mean, in standard deviations
 */
export function bollinger(
  value: SeriesLike,
  length = 20,
  deviations = 2,
): Readonly<Record<"middle" | "upper" | "lower" | "percentB" | "width", Series>> {
  const middle = sma(value, length);
  const distance = multiply(standardDeviation(value, length), deviations);
  const upper = add(middle, distance);
  const lower = subtract(middle, distance);
  const span = subtract(upper, lower);
  return namedOutputs(labelOf("bollinger", value, [length, deviations]), {
    middle,
    upper,
    lower,
    percentB: divide(subtract(toSeries(value), lower), span),
    width: divide(span, middle),
  });
}

export const bollingerIndicator = defineIndicator({
  group: "Volatility",
  name: "bollinger",
  title: "Bollinger bands",
  about: "A mean with bands that widen and narrow with volatility.",
  formula:
    "middle = sma(value, length); upper, lower = middle +- deviations * standardDeviation(value, length); percentB = (value - lower) / (upper - lower); width = (upper - lower) / middle",
  source: "J. Bollinger, Bollinger on Bollinger Bands (2001).",
  convention: "Standard deviation of the population. percentB is unknown where the bands meet.",
  usage: "bollinger(value, length, deviations)",
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
    { name: "percentB", scale: "ratio", about: "0 at the lower band, 1 at the upper" },
    { name: "width", scale: "ratio" },
  ],
  parameters: {
    length: integer(20, { min: 2, max: 100_000, about: "candles in the mean and in the deviation" }),
    deviations: decimal(2, { min: 0.01, max: 100, about: "distance of the bands, in standard deviations" }),
  },
  warmUp: ({ length }) => {
    const first = length - 1;
    return { middle: first, upper: first, lower: first, percentB: first, width: first };
  },
  build: ({ close }, { length, deviations }) => bollinger(close, length, deviations),
});
