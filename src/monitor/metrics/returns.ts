/** What was earned. */
import { DAY_MS } from "../../engine/timeframe.ts";
import { type Metric, metricOfReturns, notDefined } from "./metric.ts";
import type { MetricSample } from "./sample.ts";
import { standardDeviation } from "./statistics/moments.ts";

const YEAR_MS = 365 * DAY_MS;
/** Annualising less than this turns a few days' luck into a fantastic figure. */
const MINIMUM_DAYS_TO_ANNUALISE = 30;

/** Compound growth a year by elapsed clock time. */
export function annualGrowth(finalOverStart: number, elapsedMs: number): number {
  return finalOverStart ** (YEAR_MS / elapsedMs) - 1;
}

/** Return over all periods together. */
export function compounded(returns: Float64Array): number {
  let product = 1;
  for (let index = 0; index < returns.length; index++) product *= 1 + returns[index];
  return product - 1;
}

const always = { count: 0, of: "daily returns" } as const;
const oneDay = { count: 1, of: "daily returns" } as const;
const oneMonth = { count: 1, of: "months" } as const;

export function cagrOf(sample: MetricSample): number {
  return annualGrowth(sample.result.finalEquity / sample.result.startingCash, sample.elapsedMs);
}

export const returnMetrics: readonly Metric[] = [
  {
    id: "total_return",
    name: "Total return",
    family: "returns",
    unit: "fraction",
    formula: "E_T / E_0 - 1",
    convention: "open positions marked at the last close, exit fee not deducted",
    minimum: always,
    // The daily returns multiply to the total return, so resampling them gives what other orders of luck would have given.
    interval: { kind: "bootstrap", series: "daily returns", statistic: compounded },
    compute: ({ result }) => result.finalEquity / result.startingCash - 1,
  },
  {
    id: "net_profit",
    name: "Net profit",
    family: "returns",
    unit: "currency",
    formula: "E_T - E_0",
    convention: "after fees, slippage and spread; open positions marked at the last close",
    minimum: always,
    compute: ({ result }) => result.finalEquity - result.startingCash,
  },
  {
    id: "cagr",
    name: "CAGR",
    family: "returns",
    unit: "fraction",
    formula: "(E_T / E_0)^(365 days / elapsed) - 1",
    convention: "elapsed clock time, not the number of candles",
    minimum: { count: MINIMUM_DAYS_TO_ANNUALISE, of: "daily returns" },
    compute: (sample) =>
      sample.result.finalEquity <= 0 ? notDefined("the equity ended at or below zero") : cagrOf(sample),
  },
  metricOfReturns({
    id: "volatility",
    name: "Volatility",
    family: "returns",
    unit: "fraction",
    formula: "sd(r) * sqrt(P)",
    convention: "daily returns, divisor n - 1, annualised with P periods a year",
    minimumDays: MINIMUM_DAYS_TO_ANNUALISE,
    statistic: (returns, { periodsPerYear }) => standardDeviation(returns) * Math.sqrt(periodsPerYear),
  }),
  {
    id: "best_day",
    name: "Best day",
    family: "returns",
    unit: "fraction",
    formula: "max r",
    convention: "UTC days",
    minimum: oneDay,
    compute: ({ returns }) => returns.reduce((best, value) => Math.max(best, value), -Infinity),
  },
  {
    id: "worst_day",
    name: "Worst day",
    family: "returns",
    unit: "fraction",
    formula: "min r",
    convention: "UTC days",
    minimum: oneDay,
    compute: ({ returns }) => returns.reduce((worst, value) => Math.min(worst, value), Infinity),
  },
  {
    id: "positive_days",
    name: "Positive days",
    family: "returns",
    unit: "fraction",
    formula: "count(r > 0) / count(r != 0)",
    convention: "days without any change of equity are left out",
    minimum: oneDay,
    compute: ({ returns }) => {
      const moved = returns.filter((value) => value !== 0);
      if (moved.length === 0) return notDefined("the equity never moved");
      return moved.filter((value) => value > 0).length / moved.length;
    },
  },
  {
    id: "best_month",
    name: "Best month",
    family: "returns",
    unit: "fraction",
    formula: "max monthly return",
    convention: "calendar months UTC; the first and the last may be partial",
    minimum: oneMonth,
    compute: ({ months }) => Math.max(...months.map((month) => month.return)),
  },
  {
    id: "worst_month",
    name: "Worst month",
    family: "returns",
    unit: "fraction",
    formula: "min monthly return",
    convention: "calendar months UTC; the first and the last may be partial",
    minimum: oneMonth,
    compute: ({ months }) => Math.min(...months.map((month) => month.return)),
  },
];
