/** From one equity point an instant to one a day: every statistic of returns is computed on these marks. */
import { timesOf } from "../../engine/equity-curve.ts";
import type { EquityCurve } from "../../engine/result.ts";
import { DAY_MS } from "../../engine/timeframe.ts";
import type { Times } from "../../engine/times.ts";

/** Equity marked at 00:00 UTC. The first point is the starting cash at the start, the last the equity at the end. */
export interface DailyCurve {
  /** Milliseconds UTC, ascending. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/**
 * Times of the daily marks of a run: its start, every midnight after it, and its end.
 * The last, possibly shorter day is kept, so that the daily returns multiply to the total return.
 */
export function dailyMarks(startTime: number, endTime: number): Float64Array {
  const marks = [startTime];
  for (let midnight = (Math.floor(startTime / DAY_MS) + 1) * DAY_MS; midnight < endTime; midnight += DAY_MS)
    marks.push(midnight);
  if (endTime > startTime) marks.push(endTime);
  return Float64Array.from(marks);
}

/**
 * How many of the times lie at or before a limit. Marks are few and points many, so it is a search, not a walk.
 * @param time ascending
 * @param from how many are known to lie before it
 */
export function countUntil(time: Times, limit: number, from = 0): number {
  let low = from;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time.at(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The last known value at or before each mark; `before` where there is none yet.
 * @param time ascending
 * @param marks ascending
 */
export function lastAtOrBefore(time: Times, values: Float64Array, marks: Float64Array, before: number): Float64Array {
  const result = new Float64Array(marks.length);
  let next = 0;
  for (let mark = 0; mark < marks.length; mark++) {
    next = countUntil(time, marks[mark], next);
    result[mark] = next === 0 ? before : values[next - 1];
  }
  return result;
}

/** Marks the curve daily; a day without a point keeps the last known equity. */
export function dailyCurve(curve: EquityCurve, startTime: number, endTime: number, startingCash: number): DailyCurve {
  const time = dailyMarks(startTime, endTime);
  const equity = lastAtOrBefore(timesOf(curve), curve.equity, time, startingCash);
  equity[0] = startingCash;
  return { time, equity };
}

/** `r_t = E_t / E_(t-1) - 1`; one shorter than the levels. */
export function returnsOf(levels: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, levels.length - 1));
  for (let index = 1; index < levels.length; index++) returns[index - 1] = levels[index] / levels[index - 1] - 1;
  return returns;
}

/** One calendar month (UTC) of a daily curve. */
export interface MonthReturn {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  readonly return: number;
}

/** Return of each calendar month; the first and the last may be partial. A mark at midnight on the first closes the month before. */
export function monthlyReturns(daily: DailyCurve): MonthReturn[] {
  const months: MonthReturn[] = [];
  let base = daily.equity[0];
  for (let index = 1; index < daily.time.length; index++) {
    const date = new Date(daily.time[index] - 1);
    const isLast = index === daily.time.length - 1;
    const next = isLast ? undefined : new Date(daily.time[index + 1] - 1);
    if (next !== undefined && next.getUTCMonth() === date.getUTCMonth()) continue;
    months.push({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      return: daily.equity[index] / base - 1,
    });
    base = daily.equity[index];
  }
  return months;
}
