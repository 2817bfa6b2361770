/** How deep and how long the equity was below its peak. */
import { DAY_MS } from "../../engine/timeframe.ts";
import { maximumDrawdown, rootMeanSquare } from "./drawdowns.ts";
import { type Metric, notDefined, type Value } from "./metric.ts";
import type { MetricSample } from "./sample.ts";
import { bootstrapIntervals } from "./statistics/bootstrap.ts";
import { mean } from "./statistics/moments.ts";

const base = { family: "drawdown", minimum: { count: 1, of: "daily returns" } } as const;
const PEAK = "the peak starts at the starting cash, so a loss on the first candle counts";
const NONE = notDefined("there was no drawdown");

/** Deepest drawdown of a series of returns, negative. */
function deepestOf(returns: Float64Array): number {
  let equity = 1;
  let peak = 1;
  let deepest = 0;
  for (let index = 0; index < returns.length; index++) {
    equity *= 1 + returns[index];
    if (equity > peak) peak = equity;
    const depth = equity / peak - 1;
    if (depth < deepest) deepest = depth;
  }
  return deepest;
}

/** Two tails of 5 % each: the low end is the quantile that is wanted. */
const ONE_IN_TWENTY = 0.9;

function drawdownToExpect({ returns, conventions }: MetricSample): Value {
  const options = { seed: conventions.seed, resamples: conventions.resamples, confidence: ONE_IN_TWENTY };
  const [interval] = bootstrapIntervals(returns, [deepestOf], options);
  return interval?.low ?? notDefined("the resampled equity is not defined");
}

export const drawdownMetrics: readonly Metric[] = [
  {
    ...base,
    id: "max_drawdown",
    name: "Maximum drawdown",
    unit: "fraction",
    formula: "min(E / peak - 1)",
    convention: `marked at every instant, not only daily; ${PEAK}`,
    compute: ({ drawdowns }) => 0 - maximumDrawdown(drawdowns),
  },
  {
    ...base,
    id: "drawdown_to_expect",
    name: "Drawdown by bad luck, 1 in 20",
    unit: "fraction",
    formula: "5 % quantile of min(E / peak - 1) over resampled daily returns",
    convention: "stationary block bootstrap of the daily returns, daily marks; history showed one order of many",
    source: "D. N. Politis & J. P. Romano, The Stationary Bootstrap, 1994",
    minimum: { count: 100, of: "daily returns" },
    compute: drawdownToExpect,
  },
  {
    ...base,
    id: "max_drawdown_amount",
    name: "Maximum drawdown in currency",
    unit: "currency",
    formula: "min(E - peak)",
    convention: `marked at every instant; ${PEAK}`,
    compute: ({ drawdowns }) => drawdowns.reduce((least, { amount }) => Math.min(least, amount), 0),
  },
  {
    ...base,
    id: "longest_drawdown",
    name: "Longest drawdown",
    unit: "days",
    formula: "max(recovery - peak)",
    convention: "calendar time from peak to recovery; one not recovered lasts to the end of the data",
    compute: ({ drawdowns }) => drawdowns.reduce((most, { durationMs }) => Math.max(most, durationMs), 0) / DAY_MS,
  },
  {
    ...base,
    id: "average_drawdown",
    name: "Average drawdown",
    unit: "fraction",
    formula: "mean depth of all drawdowns",
    convention: "every drawdown at full resolution counts once",
    compute: ({ drawdowns }) => (drawdowns.length === 0 ? NONE : mean(drawdowns.map(({ depth }) => depth))),
  },
  {
    ...base,
    id: "average_drawdown_duration",
    name: "Average drawdown duration",
    unit: "days",
    formula: "mean(recovery - peak)",
    convention: "calendar time; one not recovered lasts to the end of the data",
    compute: ({ drawdowns }) =>
      drawdowns.length === 0 ? NONE : mean(drawdowns.map(({ durationMs }) => durationMs)) / DAY_MS,
  },
  {
    ...base,
    id: "time_under_water",
    name: "Time under water",
    unit: "fraction",
    formula: "count(drawdown < 0) / count",
    convention: "daily marks after the start",
    compute: ({ dailyDrawdown }) => {
      const marks = dailyDrawdown.subarray(1);
      return marks.filter((depth) => depth < 0).length / marks.length;
    },
  },
  {
    ...base,
    id: "ulcer_index",
    name: "Ulcer index",
    unit: "fraction",
    formula: "sqrt(mean(drawdown^2))",
    convention: "daily marks, the start included, divisor n",
    source: "P. G. Martin & B. McCann, The Investor's Guide to Fidelity Funds, 1989",
    compute: ({ dailyDrawdown }) => rootMeanSquare(dailyDrawdown),
  },
  {
    ...base,
    id: "current_drawdown",
    name: "Drawdown at the end",
    unit: "fraction",
    formula: "E_T / peak - 1",
    convention: PEAK,
    compute: ({ result, drawdowns }) => {
      const last = drawdowns.at(-1);
      return last === undefined || last.recoveryTime !== null ? 0 : result.finalEquity / (last.amount / last.depth) - 1;
    },
  },
];
