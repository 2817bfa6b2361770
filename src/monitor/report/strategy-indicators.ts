/** What a strategy looks at, found in its own signals and computed by the engine, so that charts show what decided. */
import type { CandleColumns } from "../../engine/candles.ts";
import type { StrategyInstance } from "../../engine/compile.ts";
import { evaluate } from "../../engine/expression/evaluate.ts";
import type { Condition, Expression, Series } from "../../engine/expression/node.ts";
import { print } from "../../engine/expression/print.ts";
import type { CandleHandler, Signals } from "../../engine/strategy.ts";
import type { ChartIndicator } from "./chart-input.ts";

/** More lines than this hide each other. */
const LINES_SHOWN = 10;
/** Values whose median lies this near the close are drawn on the candles. */
const NEAR_PRICE = 0.5;

/**
 * The series that the strategy's conditions compare, its price series and its declared indicators, over these candles.
 * Series that need other symbols, features or predictions are left out: they cannot be computed from one symbol's candles.
 */
export function strategyIndicators(instance: StrategyInstance, candles: CandleColumns): ChartIndicator[] {
  const signals = instance.roles === undefined ? instance.signals[""] : undefined;
  const found = new Map<string, Series>();
  for (const series of [...seriesOfSignals(signals), ...Object.values(handlerIndicators(instance.handler))])
    if (isWorthDrawing(series) && isOfOneSymbol(series)) found.set(print(series), series);
  const shown = [...found].slice(0, LINES_SHOWN);
  const columns = evaluate(
    shown.map(([, series]) => series),
    candles,
    { timeframe: instance.timeframe },
  );
  return shown.map(([name, series], index) => ({
    name,
    pane: isNearPrice(series, columns[index], candles) ? "price" : paneName(name),
    values: columns[index],
  }));
}

function handlerIndicators(handler: CandleHandler | undefined): Readonly<Record<string, Series>> {
  return handler?.indicators ?? {};
}

/** In the order in which they stand in the signals: entries first. */
function seriesOfSignals(signals: Signals | undefined): Series[] {
  if (signals === undefined) return [];
  const { enterLong, exitLong, enterShort, exitShort, limitPrice, stopPrice, protectiveStop, targetPrice } = signals;
  const compared = [enterLong, exitLong, enterShort, exitShort].flatMap((node) =>
    node === undefined ? [] : comparedSeries(node),
  );
  const prices = [limitPrice, stopPrice, protectiveStop, targetPrice].filter((node) => node !== undefined);
  return [...compared, ...prices, ...(signals.targetExposure === undefined ? [] : [signals.targetExposure])];
}

function comparedSeries({ operation }: Condition): Series[] {
  switch (operation.type) {
    case "compare":
      return [operation.left, operation.right];
    case "and":
    case "or":
      return operation.inputs.flatMap(comparedSeries);
    case "rises":
    case "not":
    case "align":
      return comparedSeries(operation.input);
    case "known":
      return [operation.input];
    case "every":
      return [];
  }
}

/** Candle columns are on the chart already, constants are no line to look at. */
function isWorthDrawing({ operation }: Series): boolean {
  return operation.type === "operator" || operation.type === "align";
}

function inputsOf({ operation }: Expression): readonly Expression[] {
  switch (operation.type) {
    case "operator":
    case "and":
    case "or":
      return operation.inputs;
    case "compare":
      return [operation.left, operation.right];
    case "align":
    case "rises":
    case "not":
    case "known":
      return [operation.input];
    case "source":
    case "constant":
    case "across":
    case "feature":
    case "prediction":
    case "every":
      return [];
  }
}

function isOfOneSymbol(expression: Expression): boolean {
  const { operation } = expression;
  if (operation.type === "across" || operation.type === "feature" || operation.type === "prediction") return false;
  if (operation.type === "source" && operation.role !== "") return false;
  return inputsOf(expression).every(isOfOneSymbol);
}

/** An oscillator never lies on the candles, even where its values happen to be near the price. */
function isNearPrice({ operation, output }: Series, values: Float64Array, candles: CandleColumns): boolean {
  if (
    operation.type === "operator" &&
    ["oscillator", "volume", "state"].includes(operation.definition.outputs[output].scale)
  )
    return false;
  const distances = [...values]
    .map((value, index) => Math.abs(value / candles.close[index] - 1))
    .filter((distance) => !Number.isNaN(distance))
    .sort((left, right) => left - right);
  return distances.length > 0 && distances[distances.length >> 1] < NEAR_PRICE;
}

/** `macd(close, 12, 26, 9).signal` shares a pane with its other outputs. */
function paneName(name: string): string {
  return /^\w+\([^()]*\)/.exec(name)?.[0] ?? name;
}
