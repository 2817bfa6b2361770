import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class Adx extends Operator {
  private readonly range = new TrueRange();
  private readonly ranges: Smoothing;
  private readonly rises: Smoothing;
  private readonly falls: Smoothing;
  private readonly average: Smoothing;
  private previousHigh = NaN;
  private previousLow = NaN;
  /** The last averages, for their mean with today's. */
  private readonly ring: Float64Array;
  private position = 0;
  plusDi = NaN;
  minusDi = NaN;
  dx = NaN;
  adxr = NaN;

  constructor(length: number) {
    super();
    this.ranges = Smoothing.wilder(length);
    this.rises = Smoothing.wilder(length);
    this.falls = Smoothing.wilder(length);
    this.average = Smoothing.wilder(length);
    this.ring = new Float64Array(length).fill(NaN);
  }

  next(high: number, low: number, close: number): number {
    const range = this.range.next(high, low, close);
    const rise = high - this.previousHigh;
    const fall = this.previousLow - low;
    this.previousHigh = high;
    this.previousLow = low;
    if (range !== range) return NaN;
    const ranges = this.ranges.next(range);
    const rises = this.rises.next(rise > fall && rise > 0 ? rise : 0);
    const falls = this.falls.next(fall > rise && fall > 0 ? fall : 0);
    if (ranges !== ranges) return NaN;
    const percent = ranges === 0 ? 0 : 100 / ranges;
    this.plusDi = rises * percent;
    this.minusDi = falls * percent;
    // The ranges cancel out of dx.
    const total = rises + falls;
    this.dx = total === 0 ? 0 : (100 * Math.abs(rises - falls)) / total;
    return this.remember(this.average.next(this.dx));
  }

  private remember(adx: number): number {
    this.adxr = (adx + this.ring[this.position]) / 2;
    this.ring[this.position] = adx;
    this.position = this.position + 1 === this.ring.length ? 0 : this.position + 1;
    return adx;
  }
}

export const adxDefinition = defineOperator({
  name: "adx",
  title: "Average directional index",
  about: "How strong a trend is, whichever way it goes, and the two directional indicators (DMI) that say which way.",
  formula:
    "plusDi = 100 * wilder(rise) / wilder(trueRange), minusDi likewise with fall; rise = high[t] - high[t-1] where that is positive and above low[t-1] - low[t], else 0; dx = 100 * |plusDi - minusDi| / (plusDi + minusDi); adx = wilder(dx); adxr = (adx[t] + adx[t-length]) / 2",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978); as in Stock.Indicators.",
  convention:
    "Each Wilder average starts from the mean of its first `length` values. A market that does not move at all has no direction: all are 0.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "adx", scale: "oscillator", about: "strength of the trend, 0 to 100" },
    { name: "plusDi", scale: "oscillator", about: "upward movement, 0 to 100" },
    { name: "minusDi", scale: "oscillator", about: "downward movement, 0 to 100" },
    { name: "dx", scale: "oscillator" },
    { name: "adxr", scale: "oscillator" },
  ],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in each average" }) },
  warmUp: (p) => 2 * p.length - 1,
  outputWarmUps: ({ length }) => ({ plusDi: length, minusDi: length, dx: length, adxr: 3 * length - 1 }),
  create: (p) => new Adx(p.length),
});

/** Trend strength (adx, adxr, dx) and direction (plusDi, minusDi), each 0 to 100. */
export function adx(
  { high, low, close }: Market,
  length = 14,
): Readonly<Record<"adx" | "plusDi" | "minusDi" | "dx" | "adxr", Series>> {
  const names = ["adx", "plusDi", "minusDi", "dx", "adxr"] as const;
  return applyAll(adxDefinition, names, [high, low, close], { length });
}
