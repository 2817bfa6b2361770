/** The shape of the daily returns, and its tails. */
import { type Conventions, type Metric, metricOfReturns, notDefined, type Value } from "./metric.ts";
import { downsideDeviation } from "./ratios.ts";
import {
  adjustedExcessKurtosis,
  adjustedSkewness,
  isNoise,
  mean,
  quantile,
  quantileOfSorted,
  rawKurtosis,
  skewness,
  sorted,
  standardDeviation,
} from "./statistics/moments.ts";
import { normalQuantile } from "./statistics/normal.ts";

/** Five days in the 5 % tail: with fewer, a tail figure is an anecdote. */
const MINIMUM_DAYS_FOR_TAIL = 100;
const MINIMUM_DAYS_FOR_SHAPE = 30;
const TAIL = 0.05;

/** Loss that a day exceeds with probability 5 %, positive for a loss. */
export function valueAtRisk(returns: Float64Array): number {
  return -quantile(returns, TAIL);
}

/** Mean loss of the days at or below the 5 % quantile. */
export function conditionalValueAtRisk(returns: Float64Array): number {
  const limit = quantile(returns, TAIL);
  return -mean(returns.filter((value) => value <= limit));
}

export function normalValueAtRisk(returns: Float64Array): number {
  return -(mean(returns) + normalQuantile(TAIL) * standardDeviation(returns));
}

/** The normal quantile corrected for skewness and kurtosis (Cornish & Fisher 1938). */
export function cornishFisherValueAtRisk(returns: Float64Array): number {
  const z = normalQuantile(TAIL);
  const skew = skewness(returns);
  const excess = rawKurtosis(returns) - 3;
  const corrected =
    z + ((z * z - 1) * skew) / 6 + ((z ** 3 - 3 * z) * excess) / 24 - ((2 * z ** 3 - 5 * z) * skew * skew) / 36;
  return -(mean(returns) + corrected * standardDeviation(returns));
}

export function tailRatio(returns: Float64Array): Value {
  const ascending = sorted(returns);
  const low = quantileOfSorted(ascending, TAIL);
  return low === 0 ? notDefined("the 5 % quantile is zero") : Math.abs(quantileOfSorted(ascending, 1 - TAIL) / low);
}

/** Shape statistics are meaningless where the returns do not vary. */
function shape(statistic: (returns: Float64Array) => number): (returns: Float64Array) => Value {
  return (returns) =>
    isNoise(standardDeviation(returns), returns) ? notDefined("the returns do not vary") : statistic(returns);
}

const tail = { family: "distribution", unit: "fraction", minimumDays: MINIMUM_DAYS_FOR_TAIL } as const;
const moment = { family: "distribution", unit: "ratio", minimumDays: MINIMUM_DAYS_FOR_SHAPE } as const;

export const distributionMetrics: readonly Metric[] = [
  metricOfReturns({
    ...tail,
    id: "value_at_risk_95",
    name: "Value at risk, 95 %, one day",
    formula: "-quantile(r, 0.05)",
    convention: "historical, linear interpolation (type 7), a positive number is a loss",
    statistic: valueAtRisk,
  }),
  metricOfReturns({
    ...tail,
    id: "conditional_value_at_risk_95",
    name: "Expected shortfall, 95 %, one day",
    formula: "-mean(r | r <= quantile(r, 0.05))",
    convention: "same estimator as the value at risk",
    statistic: conditionalValueAtRisk,
  }),
  metricOfReturns({
    ...tail,
    id: "value_at_risk_95_normal",
    resampled: false,
    name: "Value at risk, 95 %, normal",
    formula: "-(mean + z_0.05 sd)",
    convention: "parametric; compare with the historical one to see how fat the tail is",
    statistic: normalValueAtRisk,
  }),
  metricOfReturns({
    ...tail,
    id: "value_at_risk_95_cornish_fisher",
    resampled: false,
    name: "Value at risk, 95 %, Cornish-Fisher",
    formula: "-(mean + z' sd), z' = z + (z²-1) g1/6 + (z³-3z) (b2-3)/24 - (2z³-5z) g1²/36",
    convention: "population skewness and kurtosis",
    statistic: shape(cornishFisherValueAtRisk),
  }),
  metricOfReturns({
    ...tail,
    unit: "ratio",
    id: "tail_ratio",
    resampled: false,
    name: "Tail ratio",
    formula: "|q95(r) / q5(r)|",
    convention: "type 7 quantiles",
    statistic: tailRatio,
  }),
  metricOfReturns({
    ...moment,
    unit: "fraction",
    id: "downside_deviation",
    name: "Downside deviation, one day",
    formula: "sqrt(sum(min(r - rf, 0)^2) / n)",
    convention: "over all n days; not annualised",
    statistic: (returns: Float64Array, conventions: Conventions) => downsideDeviation(returns, conventions),
  }),
  metricOfReturns({
    ...moment,
    id: "skewness",
    name: "Skewness (g1)",
    formula: "m3 / m2^1.5",
    convention: "population moments; the form that the probabilistic Sharpe ratio uses",
    statistic: shape(skewness),
  }),
  metricOfReturns({
    ...moment,
    id: "kurtosis",
    name: "Kurtosis (b2, raw)",
    formula: "m4 / m2²",
    convention: "raw: 3 for a normal distribution",
    statistic: shape(rawKurtosis),
  }),
  metricOfReturns({
    ...moment,
    id: "skewness_adjusted",
    name: "Skewness, bias-adjusted (G1)",
    formula: "g1 sqrt(n (n-1)) / (n-2)",
    convention: "as in spreadsheets and pandas",
    statistic: shape(adjustedSkewness),
  }),
  metricOfReturns({
    ...moment,
    id: "kurtosis_adjusted",
    name: "Excess kurtosis, bias-adjusted (G2)",
    formula: "(n-1) / ((n-2) (n-3)) * ((n+1) (b2-3) + 6)",
    convention: "0 for a normal distribution, as in spreadsheets and pandas",
    statistic: shape(adjustedExcessKurtosis),
  }),
];
