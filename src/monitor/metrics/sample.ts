/** The facts that metrics are computed from: derived from a run once, then shared by all of them. */
import { exposureParts, timesOf } from "../../engine/equity-curve.ts";
import type { RunResult, Trade } from "../../engine/result.ts";
import type { Times } from "../../engine/times.ts";
import { type DailyCurve, dailyCurve, monthlyReturns, returnsOf, type MonthReturn } from "./daily.ts";
import { type Drawdown, drawdownSeries, findDrawdowns } from "./drawdowns.ts";
import { type Conventions, defaultConventions } from "./metric.ts";
import { type ProfitFacts, profitFacts } from "./trade-statistics.ts";

/** How many configurations were tried before this one was chosen; without this a Sharpe ratio proves little. */
export interface Trials {
  readonly count: number;
  /** Variance of the trials' per-day Sharpe ratios; undefined for a single trial. */
  readonly sharpeVariance?: number;
}

/** How much was at stake, weighted by time. */
export interface Exposure {
  /** Share of the time with an open position, 0..1. */
  readonly timeShare: number;
  /** Mean of gross exposure over equity. */
  readonly average: number;
  /** Largest gross exposure over equity. */
  readonly largest: number;
}

export interface MetricSample {
  readonly result: RunResult;
  readonly conventions: Conventions;
  readonly trials: Trials;
  readonly elapsedMs: number;
  readonly daily: DailyCurve;
  /** Daily returns of the equity. */
  readonly returns: Float64Array;
  readonly months: readonly MonthReturn[];
  /** Drawdown at each daily mark, <= 0, the start included. */
  readonly dailyDrawdown: Float64Array;
  /** Every drawdown of the curve at full resolution, in time order. */
  readonly drawdowns: readonly Drawdown[];
  readonly exposure: Exposure;
  readonly trades: readonly Trade[];
  /** Net profit of each trade, in order of exit. */
  readonly profits: Float64Array;
  readonly profitFacts: ProfitFacts;
  /** Daily returns of buy & hold on the same marks; undefined without candles. */
  readonly benchmarkReturns: Float64Array | undefined;
}

export interface SampleOptions {
  readonly conventions?: Partial<Conventions>;
  readonly trials?: Trials;
  /** Equity of the benchmark at `dailyMarks(startTime, endTime)`. */
  readonly benchmarkEquity?: Float64Array;
}

/** Derives the facts; the curve is walked three times, nothing is allocated a point. */
export function sampleOf(result: RunResult, options: SampleOptions = {}): MetricSample {
  const { curve, startTime, endTime, startingCash } = result;
  // Before the trades are made of the log: the curve's columns are large, and a new one can set off the collector, which then
  // has fewer objects to walk.
  const exposure = exposureOf(result);
  const daily = dailyCurve(curve, startTime, endTime, startingCash);
  const trades = [...result.trades].sort((left, right) => left.exitTime - right.exitTime);
  const profits = profitsOf(trades);
  return {
    result,
    conventions: { ...defaultConventions, ...options.conventions },
    trials: options.trials ?? { count: 1 },
    elapsedMs: endTime - startTime,
    daily,
    returns: returnsOf(daily.equity),
    months: monthlyReturns(daily),
    dailyDrawdown: drawdownSeries(daily.equity, startingCash),
    drawdowns: findDrawdowns(timesOf(curve), curve.equity, startTime, startingCash),
    exposure,
    trades,
    profits,
    profitFacts: profitFacts(profits),
    benchmarkReturns: options.benchmarkEquity === undefined ? undefined : returnsOf(options.benchmarkEquity),
  };
}

function profitsOf(trades: readonly Trade[]): Float64Array {
  const profits = new Float64Array(trades.length);
  for (let index = 0; index < trades.length; index++) profits[index] = trades[index].profit;
  return profits;
}

/** Each point holds until the next one; the last has no duration and counts for the largest only. */
function exposureOf({ curve }: RunResult): Exposure {
  const time = timesOf(curve);
  const sums = { exposedMs: 0, weighted: 0, largest: 0 };
  let from = 0;
  for (const part of exposureParts(curve)) {
    addExposure(sums, part, from, time, curve.equity);
    from += part.length;
  }
  const total = time.length < 2 ? 0 : time.at(time.length - 1) - time.at(0);
  return {
    timeShare: total === 0 ? 0 : sums.exposedMs / total,
    average: total === 0 ? 0 : sums.weighted / total,
    largest: sums.largest,
  };
}

function addExposure(
  sums: { exposedMs: number; weighted: number; largest: number },
  part: Float64Array,
  from: number,
  time: Times,
  equity: Float64Array,
): void {
  let { exposedMs, weighted, largest } = sums;
  for (let n = 0; n < part.length; n++) {
    if (part[n] === 0) continue;
    const index = from + n;
    const leverage = part[n] / equity[index];
    if (leverage > largest) largest = leverage;
    if (index + 1 === time.length) break;
    const duration = time.at(index + 1) - time.at(index);
    exposedMs += duration;
    weighted += duration * leverage;
  }
  sums.exposedMs = exposedMs;
  sums.weighted = weighted;
  sums.largest = largest;
}
