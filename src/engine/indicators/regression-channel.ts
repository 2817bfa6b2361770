import type { SeriesLike } from "../expression/apply.ts";
import { add, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { decimal, integer } from "../parameters.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { linearRegression } from "./linear-regression.ts";
import { standardDeviation } from "./standard-deviation.ts";

/**
 * Where the regression line of the last `length` candles ends, with bands.
 * @param deviations distance of the bands, in standard deviations
 */
export function regressionChannel(
  value: SeriesLike,
  length = 20,
  deviations = 2,
): Readonly<Record<"middle" | "upper" | "lower", Series>> {
  const middle = linearRegression(value, length).value;
  const distance = multiply(standardDeviation(value, length), deviations);
  return namedOutputs(labelOf("regressionChannel", value, [length, deviations]), {
    middle,
    upper: add(middle, distance),
    lower: subtract(middle, distance),
  });
}

export const regressionChannelIndicator = defineIndicator({
  group: "Statistics",
  name: "regressionChannel",
  title: "Standard deviation channel",
  about: "The end of the regression line through the last candles, with bands at a number of standard deviations.",
  formula: "middle = linearRegression(value, length).value, upper, lower = middle +- deviations * standardDeviation",
  source: "Common definition; the form of Stock.Indicators.",
  convention:
    "Charts draw the last line back over earlier candles, which looks ahead; here each candle has the end of its own line. The deviation is that of the values, not of their distances from the line.",
  usage: "regressionChannel(value, length, deviations)",
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: {
    length: integer(20, { min: 2, max: 100_000, about: "candles that the line is fitted to" }),
    deviations: decimal(2, { min: 0, max: 100, about: "distance of the bands, in standard deviations" }),
  },
  warmUp: ({ length }) => ({ middle: length - 1, upper: length - 1, lower: length - 1 }),
  build: ({ close }, { length, deviations }) => regressionChannel(close, length, deviations),
});
