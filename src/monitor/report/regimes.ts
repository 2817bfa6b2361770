/**
 * The market's state on each day, from the benchmark, as it could be known at the day's beginning (causal):
 * rising where the last daily mark is above the mean of the last 50, volatile where the deviation of the last 20 daily
 * returns is above the median of all such deviations before it.
 */
import { returnsOf } from "../metrics/daily.ts";
import { mean, quantileOfSorted, standardDeviation } from "../metrics/statistics/moments.ts";

const TREND_DAYS = 50;
const VOLATILITY_DAYS = 20;
/** Fewer earlier deviations have no median worth comparing with. */
const MINIMUM_HISTORY = 20;

export const UNKNOWN_REGIME = `not known yet (first ${TREND_DAYS} days)`;
export const REGIME_CONVENTION =
  `state of buy & hold at the last 00:00 UTC before the entry: rising if above its ${TREND_DAYS}-day mean, ` +
  `volatile if the deviation of its last ${VOLATILITY_DAYS} daily returns is above the median of those before`;

/** The regime that holds from each daily mark on. */
export function regimesOf(benchmarkMarks: Float64Array): string[] {
  const returns = returnsOf(benchmarkMarks);
  const history: number[] = [];
  return Array.from(benchmarkMarks, (level, index) => {
    if (index < VOLATILITY_DAYS) return UNKNOWN_REGIME;
    const deviation = standardDeviation(returns.subarray(index - VOLATILITY_DAYS, index));
    const median = history.length < MINIMUM_HISTORY ? NaN : quantileOfSorted(history, 0.5);
    insert(history, deviation);
    if (index + 1 < TREND_DAYS || Number.isNaN(median)) return UNKNOWN_REGIME;
    const trend = level > mean(benchmarkMarks.subarray(index + 1 - TREND_DAYS, index + 1)) ? "rising" : "falling";
    return `${trend}, ${deviation > median ? "volatile" : "calm"}`;
  });
}

function insert(ascending: number[], value: number): void {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  ascending.splice(low, 0, value);
}
