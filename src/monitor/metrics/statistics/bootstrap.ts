/**
 * Confidence intervals by the stationary bootstrap of Politis & Romano ("The Stationary Bootstrap", JASA 89, 1994):
 * blocks of random, geometrically distributed length keep the dependence of neighbouring returns.
 */
import { BlockDraws } from "./blocks.ts";
import { quantileOfSorted, type Series } from "./moments.ts";

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples: number;
  /** Two-sided: 0.95 gives the 2.5 % and 97.5 % quantiles. */
  readonly confidence: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile intervals of several statistics over the same resamples.
 * @param statistics each gives NaN where it is undefined on a resample; such resamples are left out
 * @returns one interval a statistic, or undefined where more than a tenth of its resamples were undefined
 */
export function bootstrapIntervals(
  series: Series,
  statistics: readonly ((resample: Float64Array) => number)[],
  options: BootstrapOptions,
): (Interval | undefined)[] {
  const count = series.length;
  const blocks = new BlockDraws(count, options.seed);
  const resample = new Float64Array(count);
  const outcomes = statistics.map(() => new Float64Array(options.resamples));
  for (let round = 0; round < options.resamples; round++) {
    draw(series, blocks, resample);
    for (let which = 0; which < statistics.length; which++) outcomes[which][round] = statistics[which](resample);
  }
  return outcomes.map((values) => percentileInterval(values, options.confidence));
}

/** Fills the resample anew. */
function draw(series: Series, blocks: BlockDraws, resample: Float64Array): void {
  for (let filled = 0; filled < resample.length; filled += blocks.length) {
    blocks.next(resample.length - filled);
    copy(series, blocks.start, blocks.length, resample, filled);
  }
}

function copy(from: Series, start: number, length: number, to: Float64Array, at: number): void {
  for (let index = 0; index < length; index++) to[at + index] = from[start + index];
}

/** Undefined where more than a tenth of the outcomes are not finite. */
export function percentileInterval(outcomes: Float64Array, confidence: number): Interval | undefined {
  const defined = outcomes.filter((value) => Number.isFinite(value)).sort();
  if (defined.length < outcomes.length * 0.9 || defined.length === 0) return undefined;
  const tail = (1 - confidence) / 2;
  return { low: quantileOfSorted(defined, tail), high: quantileOfSorted(defined, 1 - tail) };
}
