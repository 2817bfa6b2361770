/** The nodes of a plan: each has a column that its `run` fills for the block at hand. */
import type { Block } from "./block.ts";
import { wordsFor } from "./bits.ts";
import type { Snapshot } from "./snapshot.ts";

/** The candles that a column is computed on. */
export type Grid =
  | { readonly type: "stream"; readonly stream: number }
  | { readonly type: "higher"; readonly stream: number; readonly timeframe: string; readonly candles: HigherGrid }
  | { readonly type: "instants" };

/** The part of a higher timeframe's candles that other nodes need. */
export interface HigherGrid {
  /** Higher candles completed within the block. */
  count: number;
  /** For each of them the local base row from which it is visible. */
  readonly visibleAt: Int32Array;
}

/** Number of values that a column on this grid has in this block. */
export function gridCount(grid: Grid | undefined, block: Block): number {
  if (grid === undefined || grid.type === "instants") return block.count;
  return grid.type === "stream" ? block.streams[grid.stream].count : grid.candles.count;
}

interface NodeCommon {
  /** Undefined for constants, which fit every grid. */
  readonly grid: Grid | undefined;
  /** Fills the column for this block. */
  run(block: Block): void;
  /** The node's memory as plain data; undefined where it has none. */
  save(): Snapshot | undefined;
  load(saved: Snapshot): void;
}

export interface SeriesColumn extends NodeCommon {
  readonly kind: "series";
  /** Value `i` of the block is `values[offset + i]`. */
  values: Float64Array;
  offset: number;
}

export interface ConditionColumn extends NodeCommon {
  readonly kind: "condition";
  /** Bit `i` of the block. A bit that is not known is never set in `isTrue`. */
  readonly isTrue: Int32Array;
  readonly known: Int32Array;
}

export type Column = SeriesColumn | ConditionColumn;

abstract class Memoryless {
  save(): Snapshot | undefined {
    return undefined;
  }
  load(_saved: Snapshot): void {}
}

export abstract class SeriesNode extends Memoryless implements SeriesColumn {
  readonly kind = "series" as const;
  readonly grid: Grid | undefined;
  values: Float64Array;
  offset = 0;

  /** @param capacity most values that a block can hold on this grid */
  constructor(grid: Grid | undefined, capacity: number) {
    super();
    this.grid = grid;
    this.values = new Float64Array(capacity);
  }
  abstract run(block: Block): void;
}

export abstract class ConditionNode extends Memoryless implements ConditionColumn {
  readonly kind = "condition" as const;
  readonly grid: Grid | undefined;
  readonly isTrue: Int32Array;
  readonly known: Int32Array;

  constructor(grid: Grid | undefined, capacity: number) {
    super();
    this.grid = grid;
    this.isTrue = new Int32Array(wordsFor(capacity));
    this.known = new Int32Array(wordsFor(capacity));
  }
  abstract run(block: Block): void;
}
