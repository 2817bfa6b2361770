/** Whole columns of expressions over one symbol's candles: for charts, docs and tests. */
import type { CandleColumns } from "../candles.ts";
import { timeframeMs } from "../timeframe.ts";
import type { Block } from "./block.ts";
import { copy } from "./capture.ts";
import type { Column } from "./column.ts";
import type { Expression } from "./node.ts";
import { PlanBuilder, type PlanInputs } from "./plan-builder.ts";

export interface EvaluateOptions {
  readonly timeframe: string;
  readonly blockSize?: number;
  readonly inputs?: PlanInputs;
}

/**
 * Each expression's values over the candles; a condition gives 1, 0 or NaN (unknown).
 * @throws CandlewrightError as `PlanBuilder`
 */
export function evaluate(
  expressions: readonly Expression[],
  candles: CandleColumns,
  options: EvaluateOptions,
): Float64Array[] {
  const blockSize = options.blockSize ?? 256;
  const key = { symbol: "", timeframe: options.timeframe };
  const builder = new PlanBuilder([key], blockSize, options.inputs);
  const binding = { timeframe: options.timeframe, roles: { "": "" }, symbols: [""] };
  const columns: Column[] = expressions.map((expression) =>
    expression.kind === "series" ? builder.series(expression, binding) : builder.condition(expression, binding),
  );
  const plan = builder.build();
  const results = expressions.map(() => new Float64Array(candles.length));
  const stream = { candles, from: 0, count: 0, rowAt: undefined, instantOf: undefined };
  const instants = { times: candles.openTime, from: 0, shiftMs: timeframeMs(options.timeframe), isLasting: true };
  const block: Block = { count: 0, instants, streams: [stream] };
  for (let from = 0; from < candles.length; from += blockSize) {
    const count = Math.min(blockSize, candles.length - from);
    stream.from = from;
    instants.from = from;
    stream.count = count;
    block.count = count;
    plan.run(block);
    columns.forEach((column, n) => copy(column, count, results[n], from));
  }
  return results;
}
