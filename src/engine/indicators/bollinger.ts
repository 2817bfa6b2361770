import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { RollingMoments } from "./rolling/moments.ts";

class Bollinger extends Operator {
  upper = NaN;
  lower = NaN;
  percentB = NaN;
  width = NaN;
  private readonly length: number;
  private readonly deviations: number;
  private readonly moments: RollingMoments;

  constructor(length: number, deviations: number) {
    super();
    this.length = length;
    this.deviations = deviations;
    this.moments = new RollingMoments(length);
  }

  next(value: number): number {
    this.moments.next(value);
    const { mean, sumOfSquares } = this.moments;
    const distance = this.deviations * Math.sqrt(sumOfSquares / this.length);
    const upper = mean + distance;
    const lower = mean - distance;
    this.upper = upper;
    this.lower = lower;
    this.percentB = (value - lower) / (upper - lower);
    this.width = mean === 0 ? NaN : (upper - lower) / mean;
    return mean;
  }
}

const OUTPUTS = ["middle", "upper", "lower", "percentB", "width"] as const;

export const bollingerDefinition = defineOperator({
  name: "bollinger",
  title: "Bollinger bands",
  about: "A mean with bands that widen and narrow with volatility.",
  formula:
    "middle = sma(value, length); upper, lower = middle +- deviations * standardDeviation(value, length); percentB = (value - lower) / (upper - lower); width = (upper - lower) / middle",
  source: "J. Bollinger, Bollinger on Bollinger Bands (2001).",
  convention: "Standard deviation of the population. percentB is unknown where the bands meet.",
  inputs: ["value"],
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
  warmUp: (p) => p.length - 1,
  create: (p) => new Bollinger(p.length, p.deviations),
});

/**
 * Bollinger bands: a mean and a number of standard deviations to both sides.
 * @param deviations distance of the bands from the mean, in standard deviations
 */
export function bollinger(
  value: SeriesLike,
  length = 20,
  deviations = 2,
): Readonly<Record<(typeof OUTPUTS)[number], Series>> {
  return applyAll(bollingerDefinition, OUTPUTS, [value], { length, deviations });
}
