/**
 * The library: what the author of a strategy needs.
 * The command line is not part of it; whatever is not exported here may change without notice.
 */
export type { CandleColumns } from "./engine/candles.ts";
export { CandlewrightError, type ErrorContext, type ErrorEntry, errorList } from "./engine/errors.ts";
export {
  absolute,
  add,
  divide,
  logarithm,
  maximum,
  minimum,
  multiply,
  squareRoot,
  subtract,
} from "./engine/expression/arithmetic.ts";
export { type SeriesLike, apply, applyAll } from "./engine/expression/apply.ts";
export {
  above,
  and,
  atLeast,
  atMost,
  becomesTrue,
  below,
  crossesAbove,
  crossesBelow,
  differs,
  equals,
  isKnown,
  not,
  or,
} from "./engine/expression/condition.ts";
export type { FeatureValues } from "./engine/expression/feature.ts";
export { barsSince, highestSince, lag, lowestSince, valueWhen } from "./engine/expression/history.ts";
export type { Condition, Market, Series } from "./engine/expression/node.ts";
export { Operator, type OperatorDefinition, defineOperator } from "./engine/expression/operator.ts";
export { across, every, feature, higherTimeframe, prediction } from "./engine/expression/sources.ts";
export * from "./engine/indicators/index.ts";
export {
  type AnyParameterValues,
  type Parameter,
  type ParameterSet,
  type ParameterValues,
  choice,
  decimal,
  integer,
  onOff,
} from "./engine/parameters.ts";
export type { OpenPosition, Refusal, RunResult, Trade } from "./engine/result.ts";
export type { CandleDecision, CandleView, WantedOrder } from "./engine/strategy.ts";
export {
  type SignalSet,
  type Strategy,
  type StrategyDefinition,
  type SymbolRoles,
  defineStrategy,
} from "./strategies/define-strategy.ts";
export {
  type BacktestOptions,
  type CandlesBySymbol,
  type TryOutOptions,
  backtest,
  candlesFromCloses,
  firesAt,
  signalValues,
} from "./strategies/try-out.ts";
