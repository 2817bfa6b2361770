/** What a metric is: one declaration carries its computation, its text for the docs and its conditions of validity. */
import type { MetricSample } from "./sample.ts";
import type { ProfitFacts } from "./trade-statistics.ts";

/** Unit of a value; `fraction` 0.03 is printed as 3 %. Currency is the settlement currency of the run. */
export type Unit =
  | "fraction"
  | "ratio"
  | "currency"
  | "count"
  | "days"
  | "hours"
  | "basis points"
  | "per day"
  | "per year"
  | "multiple of risk";

export type Family =
  | "returns"
  | "ratios"
  | "drawdown"
  | "distribution"
  | "trades"
  | "excursions"
  | "exposure"
  | "costs"
  | "execution"
  | "benchmark"
  | "stability"
  | "honesty";

/** What a metric's sample size counts. */
export type Observation = "daily returns" | "months" | "trades" | "fills" | "instants";

/** A value that cannot be computed, with the reason. Never 0, never infinity. */
export interface NotDefined {
  readonly value: null;
  readonly why: string;
}
export function notDefined(why: string): NotDefined {
  return { value: null, why };
}

export type Value = number | NotDefined;

/** Settings that a computation depends on besides the run itself; printed with every report. */
export interface Conventions {
  /** Periods a year for daily returns: 365 where the market never closes, 252 for exchanges with weekends. */
  readonly periodsPerYear: number;
  /** Annual, as a fraction; per day it is `(1 + rate)^(1 / periodsPerYear) - 1`. */
  readonly riskFreeRate: number;
  /** Of the intervals, two-sided. */
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
}

export const defaultConventions: Conventions = {
  periodsPerYear: 365,
  riskFreeRate: 0,
  confidence: 0.95,
  resamples: 1000,
  seed: 1,
};

/** How the confidence interval of a metric is found. */
export type IntervalMethod =
  /** The metric's own closed form. */
  | {
      readonly kind: "closed form";
      readonly name: string;
      interval(sample: MetricSample): { low: number; high: number };
    }
  /** Stationary bootstrap of a series; the statistic is computed anew on every resample, or on its sums where they do. */
  | {
      readonly kind: "bootstrap";
      readonly series: "daily returns";
      statistic(resample: Float64Array, conventions: Conventions): Value;
    }
  | { readonly kind: "bootstrap"; readonly series: "trade profits"; statistic(resample: ProfitFacts): Value };

export interface Metric {
  /** Stable, snake case: the key in JSON. */
  readonly id: string;
  readonly name: string;
  readonly family: Family;
  readonly unit: Unit;
  readonly formula: string;
  /** The choices that other programs make differently. */
  readonly convention: string;
  readonly source?: string;
  /** Below this many observations the value is `null`. */
  readonly minimum: { readonly count: number; readonly of: Observation };
  readonly interval?: IntervalMethod;
  compute(sample: MetricSample): Value;
}

/** A metric that depends on the daily returns alone, and gets its interval by resampling them. */
export function metricOfReturns(
  metric: Omit<Metric, "compute" | "interval" | "minimum"> & {
    readonly minimumDays: number;
    /** False leaves the interval out, where another metric of the same family already shows the uncertainty. */
    readonly resampled?: boolean;
    readonly statistic: (returns: Float64Array, conventions: Conventions) => Value;
  },
): Metric {
  const { minimumDays, resampled = true, statistic, ...rest } = metric;
  return {
    ...rest,
    minimum: { count: minimumDays, of: "daily returns" },
    ...(resampled ? { interval: { kind: "bootstrap", series: "daily returns", statistic } } : {}),
    compute: (sample) => statistic(sample.returns, sample.conventions),
  };
}

/** A metric that depends on the trades' net profits alone, and gets its interval by resampling them. */
export function metricOfProfits(
  metric: Omit<Metric, "compute" | "interval" | "minimum" | "family"> & {
    readonly minimumTrades: number;
    readonly statistic: (facts: ProfitFacts) => Value;
  },
): Metric {
  const { minimumTrades, statistic, ...rest } = metric;
  return {
    ...rest,
    family: "trades",
    minimum: { count: minimumTrades, of: "trades" },
    interval: { kind: "bootstrap", series: "trade profits", statistic },
    compute: (sample) => statistic(sample.profitFacts),
  };
}

/** Per-period rate of an annual one. */
export function riskFreePerPeriod(conventions: Conventions): number {
  return (1 + conventions.riskFreeRate) ** (1 / conventions.periodsPerYear) - 1;
}
