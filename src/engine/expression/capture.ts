/** Whole columns of expressions over the candles of a run: for charts and for explanations. */
import { type Stream, Timeline } from "../timeline.ts";
import { readBit } from "./bits.ts";
import type { Column } from "./column.ts";
import type { Expression } from "./node.ts";
import { type Binding, PlanBuilder, type PlanInputs } from "./plan-builder.ts";

const BLOCK_SIZE = 256;

/** One expression on the candles of one symbol. */
export interface CaptureRequest {
  readonly expression: Expression;
  readonly binding: Binding;
  readonly role: string;
}

/**
 * Runs the expressions over all streams.
 * @returns for each request a value a candle of its stream; conditions as 1, 0 or NaN (unknown)
 */
export function capture(
  requests: readonly CaptureRequest[],
  streams: readonly Stream[],
  inputs: PlanInputs = {},
): Float64Array[] {
  const builder = new PlanBuilder(streams, BLOCK_SIZE, inputs);
  const wanted = requests.map(({ expression, binding, role }) => {
    const column: Column =
      expression.kind === "series"
        ? builder.series(expression, binding, role)
        : builder.condition(expression, binding, role);
    const symbol = binding.roles[role];
    const stream = streams.findIndex(
      (candidate) => candidate.symbol === symbol && candidate.timeframe === binding.timeframe,
    );
    return { column, stream, values: new Float64Array(streams[stream].candles.length) };
  });
  const plan = builder.build();
  const timeline = new Timeline(streams, BLOCK_SIZE);
  for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) {
    plan.run(block);
    for (const { column, stream, values } of wanted)
      copy(column, block.streams[stream].count, values, block.streams[stream].from);
  }
  return wanted.map(({ values }) => values);
}

/** Copies the block's values of a column to a place in a longer one. */
export function copy(column: Column, count: number, into: Float64Array, at: number): void {
  if (column.kind === "series") into.set(column.values.subarray(column.offset, column.offset + count), at);
  else
    for (let i = 0; i < count; i++) into[at + i] = readBit(column.known, i) ? Number(readBit(column.isTrue, i)) : NaN;
}
