import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { RollingRegression } from "./rolling/regression.ts";

class RegressionChannel extends Operator {
  upper = NaN;
  lower = NaN;
  private readonly length: number;
  private readonly deviations: number;
  private readonly line: RollingRegression;

  constructor(length: number, deviations: number) {
    super();
    this.length = length;
    this.deviations = deviations;
    this.line = new RollingRegression(length);
  }

  next(value: number): number {
    this.line.next(value);
    const middle = this.line.end();
    const distance = this.deviations * Math.sqrt(this.line.sumOfSquares / this.length);
    this.upper = middle + distance;
    this.lower = middle - distance;
    return middle;
  }
}

export const regressionChannelDefinition = defineOperator({
  name: "regressionChannel",
  title: "Standard deviation channel",
  about: "The end of the regression line through the last candles, with bands at a number of standard deviations.",
  formula: "middle = linearRegression(value, length).value, upper, lower = middle +- deviations * standardDeviation",
  source: "Common definition; the form of Stock.Indicators.",
  convention:
    "Charts draw the last line back over earlier candles, which looks ahead; here each candle has the end of its own line. The deviation is that of the values, not of their distances from the line.",
  inputs: ["value"],
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: {
    length: integer(20, { min: 2, max: 100_000, about: "candles that the line is fitted to" }),
    deviations: decimal(2, { min: 0, max: 100, about: "distance of the bands, in standard deviations" }),
  },
  warmUp: (p) => p.length - 1,
  create: (p) => new RegressionChannel(p.length, p.deviations),
});

/**
 * Where the regression line of the last `length` candles ends, with bands.
 * @param deviations distance of the bands, in standard deviations
 */
export function regressionChannel(
  value: SeriesLike,
  length = 20,
  deviations = 2,
): Readonly<Record<"middle" | "upper" | "lower", Series>> {
  return applyAll(regressionChannelDefinition, ["middle", "upper", "lower"], [value], { length, deviations });
}
