/** Reward over risk. Every denominator that is zero makes the ratio `null`, never infinite. */
import { maximumDrawdown, rootMeanSquare } from "./drawdowns.ts";
import { type Conventions, type Metric, metricOfReturns, notDefined, riskFreePerPeriod, type Value } from "./metric.ts";
import { cagrOf } from "./returns.ts";
import type { MetricSample } from "./sample.ts";
import { autocorrelation, isNoise, mean, rawKurtosis, skewness, standardDeviation } from "./statistics/moments.ts";
import { normalQuantile } from "./statistics/normal.ts";
import { type SharpeSample, sharpeStandardError } from "./statistics/sharpe-inference.ts";

const MINIMUM_DAYS = 30;
const NEVER_MOVED = notDefined("the returns do not vary");

/** Sharpe ratio per day; NaN where the returns do not vary. */
export function dailySharpe(returns: Float64Array, conventions: Conventions): number {
  const deviation = standardDeviation(returns);
  if (isNoise(deviation, returns)) return NaN;
  return (mean(returns) - riskFreePerPeriod(conventions)) / deviation;
}

export function sharpeSampleOf(sample: MetricSample): SharpeSample {
  return {
    sharpe: dailySharpe(sample.returns, sample.conventions),
    count: sample.returns.length,
    skewness: skewness(sample.returns),
    kurtosis: rawKurtosis(sample.returns),
  };
}

function sharpeStatistic(returns: Float64Array, conventions: Conventions): Value {
  const daily = dailySharpe(returns, conventions);
  return Number.isNaN(daily) ? NEVER_MOVED : daily * Math.sqrt(conventions.periodsPerYear);
}

/** Number of lags by the rule of Newey & West (1994). */
function autocorrelationLags(count: number): number {
  return Math.floor(4 * (count / 100) ** (2 / 9));
}

function adjustedSharpe(returns: Float64Array, conventions: Conventions): Value {
  const plain = sharpeStatistic(returns, conventions);
  if (typeof plain !== "number") return plain;
  const lags = autocorrelationLags(returns.length);
  let factor = 1;
  for (let lag = 1; lag <= lags; lag++) factor += 2 * (1 - lag / (lags + 1)) * autocorrelation(returns, lag);
  return factor > 0 ? plain / Math.sqrt(factor) : notDefined("the autocorrelations sum to a negative variance");
}

/** Root of the mean squared shortfall below the per-day risk-free rate, over the full sample. */
export function downsideDeviation(returns: Float64Array, conventions: Conventions): number {
  const target = riskFreePerPeriod(conventions);
  let squares = 0;
  for (let index = 0; index < returns.length; index++) {
    const shortfall = Math.min(returns[index] - target, 0);
    squares += shortfall * shortfall;
  }
  return Math.sqrt(squares / returns.length);
}

export function sortino(returns: Float64Array, conventions: Conventions): Value {
  const deviation = downsideDeviation(returns, conventions);
  if (deviation === 0) return notDefined("no day lost money");
  return ((mean(returns) - riskFreePerPeriod(conventions)) / deviation) * Math.sqrt(conventions.periodsPerYear);
}

function gainsAndLosses(returns: Float64Array, threshold: number): { gains: number; losses: number } {
  let gains = 0;
  let losses = 0;
  for (let index = 0; index < returns.length; index++) {
    const value = returns[index];
    if (value > threshold) gains += value - threshold;
    else losses += threshold - value;
  }
  return { gains, losses };
}

export function omega(returns: Float64Array, conventions: Conventions): Value {
  const { gains, losses } = gainsAndLosses(returns, riskFreePerPeriod(conventions));
  return losses === 0 ? notDefined("no day lost money") : gains / losses;
}

export function gainToPain(returns: Float64Array): Value {
  const { gains, losses } = gainsAndLosses(returns, 0);
  return losses === 0 ? notDefined("no day lost money") : (gains - losses) / losses;
}

/** CAGR over a measure of drawdown. */
function growthOver(sample: MetricSample, drawdown: number): Value {
  if (sample.result.finalEquity <= 0) return notDefined("the equity ended at or below zero");
  return drawdown === 0 ? notDefined("there was no drawdown") : cagrOf(sample) / drawdown;
}

const growthRatio = { family: "ratios", unit: "ratio", minimum: { count: MINIMUM_DAYS, of: "daily returns" } } as const;

export const ratioMetrics: readonly Metric[] = [
  {
    id: "sharpe",
    name: "Sharpe ratio",
    family: "ratios",
    unit: "ratio",
    formula: "mean(r - rf) / sd(r - rf) * sqrt(P)",
    convention: "daily returns (never per trade), arithmetic mean, divisor n - 1",
    source: "W. F. Sharpe, The Sharpe Ratio, 1994",
    minimum: { count: MINIMUM_DAYS, of: "daily returns" },
    interval: {
      kind: "closed form",
      name: "standard error of PSR-2012 (skewness and kurtosis of the sample)",
      interval: (sample) => {
        const known = sharpeSampleOf(sample);
        const { confidence, periodsPerYear } = sample.conventions;
        const half = normalQuantile(1 - (1 - confidence) / 2) * sharpeStandardError(known);
        const scale = Math.sqrt(periodsPerYear);
        return { low: (known.sharpe - half) * scale, high: (known.sharpe + half) * scale };
      },
    },
    compute: ({ returns, conventions }) => sharpeStatistic(returns, conventions),
  },
  metricOfReturns({
    id: "sharpe_autocorrelation_adjusted",
    // Where two blocks of a resample meet, the autocorrelation is broken: an interval would be biased.
    resampled: false,
    name: "Sharpe ratio, adjusted for autocorrelation",
    family: "ratios",
    unit: "ratio",
    formula: "Sharpe / sqrt(1 + 2 sum_k (1 - k / q) rho_k), k = 1 .. q - 1",
    convention: "q - 1 = floor(4 (n / 100)^(2/9)) lags (Newey & West)",
    source: "A. W. Lo, The Statistics of Sharpe Ratios, 2002",
    minimumDays: MINIMUM_DAYS,
    statistic: adjustedSharpe,
  }),
  metricOfReturns({
    id: "sortino",
    name: "Sortino ratio",
    family: "ratios",
    unit: "ratio",
    formula: "mean(r - rf) / sqrt(sum(min(r - rf, 0)^2) / n) * sqrt(P)",
    convention: "downside deviation over all n days, not the deviation of the losing ones",
    source: "F. A. Sortino & R. van der Meer, Downside Risk, 1991",
    minimumDays: MINIMUM_DAYS,
    statistic: sortino,
  }),
  metricOfReturns({
    id: "omega",
    name: "Omega ratio",
    family: "ratios",
    unit: "ratio",
    formula: "sum max(r - rf, 0) / sum max(rf - r, 0)",
    convention: "threshold is the risk-free rate per day",
    source: "C. Keating & W. F. Shadwick, A Universal Performance Measure, 2002",
    minimumDays: MINIMUM_DAYS,
    statistic: omega,
  }),
  metricOfReturns({
    id: "gain_to_pain",
    name: "Gain to pain",
    family: "ratios",
    unit: "ratio",
    formula: "sum r / sum |r < 0|",
    convention: "daily returns",
    minimumDays: MINIMUM_DAYS,
    statistic: gainToPain,
  }),
  {
    ...growthRatio,
    id: "calmar",
    name: "Calmar ratio",
    formula: "CAGR / |max drawdown|",
    convention: "whole period (not 36 months); drawdown at every instant",
    compute: (sample) => growthOver(sample, maximumDrawdown(sample.drawdowns)),
  },
  {
    ...growthRatio,
    id: "sterling",
    name: "Sterling ratio",
    formula: "CAGR / mean depth of all drawdowns",
    convention: "every drawdown at full resolution counts once, without the customary 10 % surcharge",
    compute: (sample) =>
      growthOver(sample, sample.drawdowns.length === 0 ? 0 : -mean(sample.drawdowns.map(({ depth }) => depth))),
  },
  {
    ...growthRatio,
    id: "burke",
    name: "Burke ratio",
    formula: "CAGR / sqrt(sum of squared depths of all drawdowns)",
    convention: "every drawdown at full resolution counts once",
    compute: (sample) =>
      growthOver(sample, Math.sqrt(sample.drawdowns.reduce((total, { depth }) => total + depth * depth, 0))),
  },
  {
    ...growthRatio,
    id: "pain_ratio",
    name: "Pain ratio",
    formula: "CAGR / mean |drawdown|",
    convention: "drawdown at the daily marks",
    compute: (sample) => growthOver(sample, -mean(sample.dailyDrawdown)),
  },
  {
    ...growthRatio,
    id: "martin",
    name: "Martin ratio (Ulcer performance index)",
    formula: "CAGR / Ulcer index",
    convention: "drawdown at the daily marks",
    source: "P. G. Martin & B. McCann, The Investor's Guide to Fidelity Funds, 1989",
    compute: (sample) => growthOver(sample, rootMeanSquare(sample.dailyDrawdown)),
  },
  {
    id: "recovery_factor",
    name: "Recovery factor",
    family: "ratios",
    unit: "ratio",
    formula: "net profit / |largest drawdown in currency|",
    convention: "drawdown at every instant",
    minimum: { count: 1, of: "daily returns" },
    compute: ({ result, drawdowns }) => {
      const deepest = drawdowns.reduce((least, { amount }) => Math.min(least, amount), 0);
      return deepest === 0
        ? notDefined("there was no drawdown")
        : (result.finalEquity - result.startingCash) / -deepest;
    },
  },
];
