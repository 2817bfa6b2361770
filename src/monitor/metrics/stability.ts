/** Does the profit come steadily, or from a few lucky moments? */
import { type Metric, notDefined, type Value } from "./metric.ts";
import type { MetricSample } from "./sample.ts";
import { type Line, lineThrough } from "./statistics/moments.ts";

const daily = { family: "stability", minimum: { count: 30, of: "daily returns" } } as const;

function ofLogEquity(sample: MetricSample, statistic: (line: Line) => number): Value {
  const { equity } = sample.daily;
  if (equity.some((value) => value <= 0)) return notDefined("the equity was at or below zero");
  const logarithms = equity.map((value) => Math.log(value));
  if (logarithms.every((value) => value === logarithms[0])) return notDefined("the equity never moved");
  return statistic(lineThrough(logarithms));
}

/** Share of the sum that its `count` largest terms make up. */
function shareOfLargest(values: Float64Array, count: number, what: string): Value {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return notDefined("there was no net profit");
  if (values.length <= count) return notDefined(`no more than ${count} ${what}`);
  const largest = Float64Array.from(values).sort().subarray(-count);
  return largest.reduce((sum, value) => sum + value, 0) / total;
}

export const stabilityMetrics: readonly Metric[] = [
  {
    ...daily,
    id: "stability",
    name: "Stability",
    unit: "ratio",
    formula: "R² of log equity against time",
    convention: "daily marks; 1 is a straight line, rising or falling",
    compute: (sample) => ofLogEquity(sample, (line) => line.rSquared),
  },
  {
    ...daily,
    id: "k_ratio",
    name: "K-ratio (Kestner 2003)",
    unit: "ratio",
    formula: "slope / (standard error of the slope * n)",
    convention: "log equity at the daily marks; the 1996 form divides by sqrt(n) instead",
    source: "L. N. Kestner, Quantitative Trading Strategies, 2003",
    compute: (sample) => ofLogEquity(sample, (line) => line.slope / (line.slopeError * sample.daily.equity.length)),
  },
  {
    family: "stability",
    minimum: { count: 10, of: "trades" },
    id: "top_trades_share",
    name: "Share of the profit from the best five trades",
    unit: "fraction",
    formula: "sum of the five largest net profits / sum of net profits",
    convention: "above 1 everything else lost money together",
    compute: ({ profits }) => shareOfLargest(profits, 5, "trades"),
  },
  {
    ...daily,
    id: "top_days_share",
    name: "Share of the profit from the best three days",
    unit: "fraction",
    formula: "sum of the three largest daily changes of equity / net profit",
    convention: "changes in currency between daily marks",
    compute: ({ daily: { equity } }) =>
      shareOfLargest(
        equity.subarray(1).map((value, index) => value - equity[index]),
        3,
        "days",
      ),
  },
];
