/** Series for charts: few enough points to draw, none of the losses hidden. */
import { timesOf } from "../../engine/equity-curve.ts";
import type { RunResult } from "../../engine/result.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../engine/timeframe.ts";
import { countUntil, lastAtOrBefore } from "../metrics/daily.ts";
import type { MetricSample } from "../metrics/sample.ts";
import { mean, standardDeviation } from "../metrics/statistics/moments.ts";
import type { DisplayCurve, Histogram, RollingSharpe } from "./report.ts";

const MAXIMUM_POINTS = 4_000;
const STEPS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
] as const;

/** Instants to draw: the start, then every step on the clock, then the end. */
export function displayMarks(startTime: number, endTime: number): { stepMs: number; marks: Float64Array } {
  const stepMs = STEPS_MS.find((step) => (endTime - startTime) / step <= MAXIMUM_POINTS) ?? STEPS_MS[11];
  const marks = [startTime];
  for (let time = (Math.floor(startTime / stepMs) + 1) * stepMs; time < endTime; time += stepMs) marks.push(time);
  if (endTime > startTime) marks.push(endTime);
  return { stepMs, marks: Float64Array.from(marks) };
}

/** @param withDrawdown false leaves it empty */
export function displayCurve(
  result: RunResult,
  benchmarkAt: (marks: Float64Array) => Float64Array | undefined,
  withDrawdown: boolean,
): DisplayCurve {
  const { stepMs, marks } = displayMarks(result.startTime, result.endTime);
  const benchmark = benchmarkAt(marks);
  return {
    stepMs,
    time: [...marks],
    equity: [...lastAtOrBefore(timesOf(result.curve), result.curve.equity, marks, result.startingCash)],
    drawdown: withDrawdown ? deepestSince(result, marks) : [],
    benchmark: benchmark === undefined ? null : [...benchmark],
  };
}

/** Deepest drawdown among the points after the previous mark, up to and with this one. */
function deepestSince(result: RunResult, marks: Float64Array): number[] {
  const { equity } = result.curve;
  const time = timesOf(result.curve);
  const depths: number[] = [];
  let peak = result.startingCash;
  let current = 0;
  let next = 0;
  for (const mark of marks) {
    const end = countUntil(time, mark, next);
    let deepest = end > next ? 0 : current;
    while (next < end) {
      const from = next;
      next = firstAbove(equity, peak, from, end);
      // Below one and the same peak the lowest equity is the deepest point: one division for all.
      if (next > from) deepest = Math.min(deepest, lowest(equity, from, next) / peak - 1);
      if (next < end) peak = equity[next++];
    }
    if (end > 0) current = equity[end - 1] / peak - 1;
    depths.push(deepest + 0);
  }
  return depths;
}

function firstAbove(values: Float64Array, limit: number, from: number, end: number): number {
  let index = from;
  while (index < end && !(values[index] > limit)) index++;
  return index;
}

function lowest(values: Float64Array, from: number, end: number): number {
  let least = values[from];
  for (let index = from + 1; index < end; index++) if (values[index] < least) least = values[index];
  return least;
}

/** Annualised Sharpe ratio of the last `days` daily returns, from the first full window on; null if shorter than two windows. */
export function rollingSharpe(sample: MetricSample): RollingSharpe | null {
  const { returns, daily, conventions } = sample;
  const days = returns.length >= 270 ? 90 : 30;
  if (returns.length < 2 * days) return null;
  const scale = Math.sqrt(conventions.periodsPerYear);
  const time: number[] = [];
  const sharpe: (number | null)[] = [];
  for (let end = days; end <= returns.length; end++) {
    const window = returns.subarray(end - days, end);
    const deviation = standardDeviation(window);
    time.push(daily.time[end]);
    sharpe.push(deviation > 1e-12 ? (mean(window) / deviation) * scale : null);
  }
  return { days, time, sharpe };
}

const MINIMUM_RETURNS = 10;

/** Histogram of daily returns in about sqrt(n) bins of a round width; null for fewer than ten returns. */
export function histogramOf(returns: Float64Array): Histogram | null {
  if (returns.length < MINIMUM_RETURNS) return null;
  const low = returns.reduce((least, value) => Math.min(least, value), Infinity);
  const high = returns.reduce((most, value) => Math.max(most, value), -Infinity);
  if (high === low) return null;
  const wanted = Math.min(60, Math.max(12, Math.ceil(2 * Math.sqrt(returns.length))));
  const width = roundWidth((high - low) / wanted);
  const firstBin = Math.floor(low / width);
  const counts = Array.from({ length: Math.floor(high / width) - firstBin + 1 }, () => 0);
  for (const value of returns) counts[Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - firstBin))]++;
  return {
    start: firstBin * width,
    width,
    counts,
    mean: mean(returns),
    standardDeviation: standardDeviation(returns),
  };
}

/** The nearest 1, 2 or 5 times a power of ten at or above. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const leading = width / power;
  return (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10) * power;
}
