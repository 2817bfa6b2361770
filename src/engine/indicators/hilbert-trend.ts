import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { HilbertTransform, smoothed4 } from "./rolling/hilbert.ts";

/** Places in the ring of prices: a power of two above the longest period of 50 candles. */
const MASK = 63;
/** Candles until four averages over the dominant cycle are there to be smoothed. */
const START = 11;

class HilbertTrend extends Operator {
  period = NaN;
  smooth = NaN;
  private readonly transform = new HilbertTransform();
  private readonly prices = new Float64Array(MASK + 1);
  private count = 0;
  private smoothPeriod = 0.5;
  private average1 = 0.5;
  private average2 = 0.5;
  private average3 = 0.5;

  constructor() {
    super();
    this.smoothPeriod = 0;
  }

  next(value: number): number {
    const { transform } = this;
    transform.next(value);
    this.prices[this.count & MASK] = value;
    this.count++;
    this.smooth = transform.smooth;
    this.smoothPeriod = 0.33 * transform.period + 0.67 * this.smoothPeriod;
    const period = Math.min(Math.floor(this.smoothPeriod + 0.5), this.count);
    this.period = period > 0 ? period : NaN;
    const average = period > 0 ? this.meanOfLast(period) : value;
    const trend = smoothed4(average, this.average1, this.average2, this.average3);
    this.average3 = this.average2;
    this.average2 = this.average1;
    this.average1 = average;
    return this.count > START ? trend : value;
  }

  private meanOfLast(candles: number): number {
    const newest = this.prices[(this.count - 1) & MASK];
    let distance = 0;
    for (let i = 2; i <= candles; i++) distance += this.prices[(this.count - i) & MASK] - newest;
    return newest + distance / candles;
  }
}

export const hilbertTrendDefinition = defineOperator({
  name: "hilbertTrend",
  title: "Hilbert instantaneous trendline",
  about: "The mean over one period of the dominant cycle, which takes the cycle out; and that period, in candles.",
  formula: "(4 * a[t] + 3 * a[t-1] + 2 * a[t-2] + a[t-3]) / 10, a = mean of the last period values",
  source: "John Ehlers, Rocket Science for Traders (2001).",
  convention: `Ehlers takes the median price. The first ${START} values are the price itself. Costs time in proportion to the period, at most 50.`,
  inputs: ["value"],
  outputs: [
    { name: "trend", scale: "price" },
    { name: "period", scale: "state", about: "of the dominant cycle, candles" },
    { name: "smooth", scale: "price", about: "the value smoothed over four candles" },
  ],
  parameters: {},
  warmUp: () => 0,
  outputWarmUps: () => ({ period: 7, smooth: 6 }),
  create: () => new HilbertTrend(),
});

/** Trendline without the dominant cycle, that cycle's period, and the smoothed value. */
export function hilbertTrend(value: SeriesLike): Readonly<Record<"trend" | "period" | "smooth", Series>> {
  return applyAll(hilbertTrendDefinition, ["trend", "period", "smooth"], [value]);
}
