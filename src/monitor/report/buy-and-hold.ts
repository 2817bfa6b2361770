/** The benchmark: buy the same symbols with the same weights at the start, pay the same costs once, and hold. */
import { firstAtLeast, firstAtOrAfter } from "../../engine/candles.ts";
import type { RunResult } from "../../engine/result.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import type { ChartInput } from "./chart-input.ts";
import type { StrategyFacts } from "./report.ts";

/** Share of the capital that each symbol has over all strategies; the shares sum to 1. */
export function symbolWeights(strategies: readonly StrategyFacts[]): Map<string, number> {
  const weights = new Map<string, number>();
  let total = 0;
  for (const { symbols, capitalAllocation } of strategies) {
    total += capitalAllocation;
    for (const symbol of symbols) weights.set(symbol, (weights.get(symbol) ?? 0) + capitalAllocation / symbols.length);
  }
  for (const [symbol, weight] of weights) weights.set(symbol, weight / total);
  return weights;
}

/**
 * Equity of buy & hold at the given instants.
 * @param marks milliseconds UTC, ascending
 * @returns undefined where a symbol has no candles
 */
export function buyAndHold(
  result: RunResult,
  weights: ReadonlyMap<string, number>,
  charts: readonly ChartInput[],
  marks: Float64Array,
): Float64Array | undefined {
  const equity = new Float64Array(marks.length);
  if (weights.size === 0) return undefined;
  for (const [symbol, weight] of weights) {
    const chart = charts.find((candidate) => candidate.symbol === symbol);
    const value = chart === undefined ? undefined : holdingValue(result, chart, weight * result.startingCash, marks);
    if (value === undefined) return undefined;
    for (let index = 0; index < marks.length; index++) equity[index] += value[index];
  }
  return equity;
}

/** Bought at the first open at or after the run's first instant, marked at closes; the cash until then. */
function holdingValue(
  result: RunResult,
  { candles, timeframe }: ChartInput,
  cash: number,
  marks: Float64Array,
): Float64Array | undefined {
  const { openTime, open, close, length } = candles;
  const first = firstAtOrAfter(candles, result.startTime);
  if (first === length) return undefined;
  const price = open[first] * (1 + result.slippageRate + result.spreadRate / 2);
  const quantity = cash / (price * (1 + result.takerFeeRate));
  const durationMs = timeframeMs(timeframe);
  let next = first;
  return marks.map((mark) => {
    // Times are whole milliseconds: one more than the last open that has closed by the mark.
    next = firstAtLeast(openTime, mark - durationMs + 1, next, length);
    return next === first ? cash : close[next - 1] * quantity;
  });
}
