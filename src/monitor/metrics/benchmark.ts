/** Against buying the same symbols and holding them. */
import type { Conventions, Metric, Value } from "./metric.ts";
import { notDefined, riskFreePerPeriod } from "./metric.ts";
import { dailySharpe } from "./ratios.ts";
import { compounded } from "./returns.ts";
import type { MetricSample } from "./sample.ts";
import { covariance, isNoise, mean, standardDeviation } from "./statistics/moments.ts";

const MINIMUM_DAYS = 30;
const base = { family: "benchmark", minimum: { count: MINIMUM_DAYS, of: "daily returns" } } as const;
const HOLD = "buy & hold of the same symbols, all of the starting cash, fees and slippage paid once";

/** Both series of daily returns, in step. */
interface Pair {
  readonly own: Float64Array;
  readonly benchmark: Float64Array;
  readonly conventions: Conventions;
}

function against(statistic: (pair: Pair) => Value): Metric["compute"] {
  return ({ returns, benchmarkReturns, conventions }: MetricSample) =>
    benchmarkReturns === undefined
      ? notDefined("no candles of the benchmark were given")
      : statistic({ own: returns, benchmark: benchmarkReturns, conventions });
}

/** Slope of the regression on the benchmark. */
export function beta({ own, benchmark }: Pair): Value {
  const deviation = standardDeviation(benchmark);
  return isNoise(deviation, benchmark)
    ? notDefined("the benchmark does not vary")
    : covariance(own, benchmark) / deviation ** 2;
}

/** Jensen's alpha a year, arithmetic. */
export function alpha(pair: Pair): Value {
  const slope = beta(pair);
  if (typeof slope !== "number") return slope;
  const riskFree = riskFreePerPeriod(pair.conventions);
  const daily = mean(pair.own) - riskFree - slope * (mean(pair.benchmark) - riskFree);
  return daily * pair.conventions.periodsPerYear;
}

export function correlation({ own, benchmark }: Pair): Value {
  const ownDeviation = standardDeviation(own);
  const benchmarkDeviation = standardDeviation(benchmark);
  if (isNoise(ownDeviation, own)) return notDefined("the returns do not vary");
  if (isNoise(benchmarkDeviation, benchmark)) return notDefined("the benchmark does not vary");
  return covariance(own, benchmark) / (ownDeviation * benchmarkDeviation);
}

function difference({ own, benchmark }: Pair): Float64Array {
  return own.map((value, index) => value - benchmark[index]);
}

function informationRatio(pair: Pair): Value {
  const active = difference(pair);
  const deviation = standardDeviation(active);
  return isNoise(deviation, active)
    ? notDefined("the difference to the benchmark does not vary")
    : (mean(active) / deviation) * Math.sqrt(pair.conventions.periodsPerYear);
}

/** Compounded return on the benchmark's up (or down) days over the benchmark's own. */
function capture({ own, benchmark }: Pair, sign: 1 | -1): Value {
  const isPicked = (index: number): boolean => benchmark[index] * sign > 0;
  const reference = compounded(benchmark.filter((_, index) => isPicked(index)));
  return reference === 0
    ? notDefined(`the benchmark had no ${sign === 1 ? "rising" : "falling"} day`)
    : compounded(own.filter((_, index) => isPicked(index))) / reference;
}

export const benchmarkMetrics: readonly Metric[] = [
  {
    ...base,
    minimum: { count: 1, of: "daily returns" },
    id: "benchmark_return",
    name: "Buy & hold return",
    unit: "fraction",
    formula: "B_T / B_0 - 1",
    convention: HOLD,
    compute: against(({ benchmark }) => compounded(benchmark)),
  },
  {
    ...base,
    minimum: { count: 1, of: "daily returns" },
    id: "excess_return",
    name: "Return above buy & hold",
    unit: "fraction",
    formula: "E_T / E_0 - B_T / B_0",
    convention: `${HOLD}; not adjusted for exposure, see alpha`,
    compute: against(({ own, benchmark }) => compounded(own) - compounded(benchmark)),
  },
  {
    ...base,
    id: "benchmark_sharpe",
    name: "Buy & hold Sharpe ratio",
    unit: "ratio",
    formula: "mean(b - rf) / sd(b - rf) * sqrt(P)",
    convention: "as the Sharpe ratio above",
    compute: against(({ benchmark, conventions }) => {
      const daily = dailySharpe(benchmark, conventions);
      return Number.isNaN(daily)
        ? notDefined("the benchmark does not vary")
        : daily * Math.sqrt(conventions.periodsPerYear);
    }),
  },
  {
    ...base,
    id: "alpha",
    name: "Alpha a year",
    unit: "fraction",
    formula: "(mean(r - rf) - beta mean(b - rf)) * P",
    convention: "ordinary least squares on daily returns, arithmetic annualisation",
    source: "M. C. Jensen, The Performance of Mutual Funds, 1968",
    compute: against(alpha),
  },
  {
    ...base,
    id: "beta",
    name: "Beta",
    unit: "ratio",
    formula: "cov(r, b) / var(b)",
    convention: "daily returns",
    compute: against(beta),
  },
  {
    ...base,
    id: "correlation",
    name: "Correlation with buy & hold",
    unit: "ratio",
    formula: "cov(r, b) / (sd(r) sd(b))",
    convention: "daily returns",
    compute: against(correlation),
  },
  {
    ...base,
    id: "tracking_error",
    name: "Tracking error",
    unit: "fraction",
    formula: "sd(r - b) * sqrt(P)",
    convention: "daily returns, divisor n - 1",
    compute: against((pair) => standardDeviation(difference(pair)) * Math.sqrt(pair.conventions.periodsPerYear)),
  },
  {
    ...base,
    id: "information_ratio",
    name: "Information ratio",
    unit: "ratio",
    formula: "mean(r - b) / sd(r - b) * sqrt(P)",
    convention: "daily returns",
    compute: against(informationRatio),
  },
  {
    ...base,
    id: "up_capture",
    name: "Upside capture",
    unit: "fraction",
    formula: "compounded r / compounded b on days with b > 0",
    convention: "daily returns",
    compute: against((pair) => capture(pair, 1)),
  },
  {
    ...base,
    id: "down_capture",
    name: "Downside capture",
    unit: "fraction",
    formula: "compounded r / compounded b on days with b < 0",
    convention: "daily returns",
    compute: against((pair) => capture(pair, -1)),
  },
];
