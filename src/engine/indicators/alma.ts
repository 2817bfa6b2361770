import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";

/** Bell-shaped weights from the oldest value to the newest; they add up to 1. */
function bellWeights(length: number, offset: number, sigma: number): Float64Array {
  const centre = offset * (length - 1);
  const width = length / sigma;
  const weights = Float64Array.from({ length }, (_, i) => Math.exp(-((i - centre) ** 2) / (2 * width * width)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The weights have no form that could be carried from candle to candle: each one costs `length` products. */
class Alma extends Operator {
  private readonly length: number;
  private readonly weights: Float64Array;
  private readonly ring: Float64Array;
  private position = 0;

  constructor(length: number, offset: number, sigma: number) {
    super();
    this.length = length;
    this.weights = bellWeights(length, offset, sigma);
    this.ring = new Float64Array(length).fill(NaN);
  }

  next(value: number): number {
    const { length, weights, ring } = this;
    ring[this.position] = value;
    this.position = this.position + 1 === length ? 0 : this.position + 1;
    let sum = 0;
    let oldest = this.position;
    for (let i = 0; i < length; i++) {
      sum += weights[i] * ring[oldest];
      oldest = oldest + 1 === length ? 0 : oldest + 1;
    }
    return sum;
  }
}

export const almaDefinition = defineOperator({
  name: "alma",
  title: "Arnaud Legoux moving average",
  about: "A mean with bell-shaped weights whose peak lies near the newest value: smooth, with little lag.",
  formula:
    "weight[i] = exp(-(i - offset * (length - 1))^2 / (2 * (length / sigma)^2)), i = 0 (oldest) to length - 1; alma = sum(weight * value) / sum(weight)",
  source: "A. Legoux and D. Kouzis-Loukas (2009); as in Stock.Indicators.",
  inputs: ["value"],
  outputs: [{ name: "alma", scale: "price" }],
  parameters: {
    length: integer(9, { min: 2, max: 10_000, about: "candles in the average" }),
    offset: decimal(0.85, { min: 0, max: 1, about: "where the weights peak: 0 at the oldest value, 1 at the newest" }),
    sigma: decimal(6, { min: 0.01, max: 1000, about: "how narrow the peak is" }),
  },
  warmUp: (p) => p.length - 1,
  create: (p) => new Alma(p.length, p.offset, p.sigma),
});

/** Arnaud Legoux moving average over `length` candles. */
export function alma(value: SeriesLike, length = 9, options: { offset?: number; sigma?: number } = {}): Series {
  return apply(almaDefinition, [value], { length, ...options });
}
