/** What the report draws: the candles of each symbol and the strategies' own indicators on them. */
import { placesOf, type StrategyInstance } from "../../engine/compile.ts";
import { capture, type CaptureRequest } from "../../engine/expression/capture.ts";
import { type Expression, Series } from "../../engine/expression/node.ts";
import type { PlanInputs } from "../../engine/expression/plan-builder.ts";
import { print } from "../../engine/expression/print.ts";
import { inputsOf } from "../../engine/expression/walk.ts";
import type { Stream } from "../../engine/timeline.ts";
import type { ChartIndicator, ChartInput } from "../../monitor/report/chart-input.ts";
import { expressionsOf } from "./assembly.ts";

/** More lines than these hide the candles. */
const MOST_INDICATORS = 8;

/** Operators that only combine: not worth a line of their own. */
const PLUMBING = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "minimum",
  "maximum",
  "absolute",
  "lag",
  "barsSince",
  "valueWhen",
]);

/** The series of a strategy that a person would draw, outermost first, each once. */
function drawable(strategy: StrategyInstance, role: string): Series[] {
  const found = new Map<string, Series>();
  for (const { role: own, expression } of expressionsOf(strategy)) if (own === role) collect(expression, "", found);
  return [...found.values()].slice(-MOST_INDICATORS);
}

/** @param timeframe of the higher timeframe that the expression stands in; "" outside of any */
function collect(expression: Expression, timeframe: string, found: Map<string, Series>): void {
  const { operation } = expression;
  const inner = operation.type === "align" ? operation.timeframe : timeframe;
  for (const input of inputsOf(expression)) collect(input, inner, found);
  if (expression.kind !== "series" || !isTelling(expression)) return;
  // What is computed on a higher timeframe can only be read through its alignment.
  const shown = timeframe === "" ? expression : new Series({ type: "align", timeframe, input: expression });
  found.set(print(shown), shown);
}

function isTelling({ operation, label }: Series): boolean {
  const isIndicator = operation.type === "operator" && !PLUMBING.has(operation.definition.name);
  return label !== undefined || isIndicator || operation.type === "align" || operation.type === "feature";
}

function paneOf(shown: Series, median: number, price: number): string {
  const series = shown.operation.type === "align" ? shown.operation.input : shown;
  const { operation } = series;
  if (operation.type === "operator" && operation.definition.outputs[series.output].scale !== "price")
    return operation.definition.name;
  // A labelled or aligned series does not say its scale: one that moves where the price moves is drawn on it.
  if (median > price / 3 && median < price * 3) return "price";
  // `macd(close, 12, 26, 9).macd` and its signal belong into one pane.
  const name = print(shown);
  return /^\w+\([^()]*\)/.exec(name)?.[0] ?? name;
}

const SAMPLE = 1000;

/** Middle of up to a thousand known values, evenly spread. */
function median(values: Float64Array): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const known: number[] = [];
  for (let i = values.length - 1; i >= 0; i -= step) if (!Number.isNaN(values[i])) known.push(values[i]);
  known.sort((a, b) => a - b);
  return known[known.length >> 1] ?? NaN;
}

/** One chart for each stream. */
export function chartInputs(
  strategies: readonly StrategyInstance[],
  streams: readonly Stream[],
  inputs: PlanInputs,
): ChartInput[] {
  const requests: (CaptureRequest & { series: Series; stream: number })[] = [];
  for (const strategy of strategies) {
    for (const { role, symbol, binding } of placesOf(strategy)) {
      const stream = streams.findIndex(
        (candidate) => candidate.symbol === symbol && candidate.timeframe === strategy.timeframe,
      );
      for (const series of drawable(strategy, role))
        requests.push({ expression: series, series, binding, role, stream });
    }
  }
  const values = capture(requests, streams, inputs);
  return streams.map((stream, n) => {
    const price = median(stream.candles.close);
    const indicators = new Map<string, ChartIndicator>();
    requests.forEach((request, r) => {
      if (request.stream !== n) return;
      const name = print(request.series);
      indicators.set(name, { name, pane: paneOf(request.series, median(values[r]), price), values: values[r] });
    });
    return {
      symbol: stream.symbol,
      timeframe: stream.timeframe,
      candles: stream.candles,
      indicators: [...indicators.values()],
    };
  });
}

/** The candles alone: what figures are computed from where nothing is drawn. */
export function bareCharts(streams: readonly Stream[]): ChartInput[] {
  return streams.map(({ symbol, timeframe, candles }) => ({ symbol, timeframe, candles, indicators: [] }));
}
