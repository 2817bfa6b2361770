/** Between the candles of one symbol and the instants that all symbols share. */
import type { Block } from "../block.ts";
import { type ConditionColumn, ConditionNode, type Grid, type SeriesColumn, SeriesNode } from "../column.ts";
import type { AcrossFunction } from "../node.ts";

type StreamGrid = Extract<Grid, { type: "stream" }>;
const INSTANTS: Grid = Object.freeze({ type: "instants" });

/** A symbol's series on the instants: missing where none of its candles closes. */
export class ToInstants extends SeriesNode {
  private readonly input: SeriesColumn;
  private readonly stream: number;
  private readonly own: Float64Array;

  constructor(capacity: number, input: SeriesColumn, stream: number) {
    super(INSTANTS, capacity);
    this.input = input;
    this.stream = stream;
    this.own = this.values;
  }
  run(block: Block): void {
    const { rowAt } = block.streams[this.stream];
    if (rowAt === undefined) {
      this.values = this.input.values;
      this.offset = this.input.offset;
      return;
    }
    this.values = this.own;
    this.offset = 0;
    for (let k = 0; k < block.count; k++)
      this.own[k] = rowAt[k] < 0 ? NaN : this.input.values[this.input.offset + rowAt[k]];
  }
}

/** A condition of one symbol on the instants: unknown where none of its candles closes. */
export class ConditionToInstants extends ConditionNode {
  private readonly input: ConditionColumn;
  private readonly stream: number;

  constructor(capacity: number, input: ConditionColumn, stream: number) {
    super(INSTANTS, capacity);
    this.input = input;
    this.stream = stream;
  }
  run(block: Block): void {
    const { rowAt } = block.streams[this.stream];
    if (rowAt === undefined) {
      this.isTrue.set(this.input.isTrue.subarray(0, this.isTrue.length));
      this.known.set(this.input.known.subarray(0, this.known.length));
      return;
    }
    this.isTrue.fill(0);
    this.known.fill(0);
    for (let k = 0; k < block.count; k++) {
      const row = rowAt[k];
      if (row < 0) continue;
      this.isTrue[k >> 5] |= ((this.input.isTrue[row >> 5] >>> (row & 31)) & 1) << (k & 31);
      this.known[k >> 5] |= ((this.input.known[row >> 5] >>> (row & 31)) & 1) << (k & 31);
    }
  }
}

/** Values on the instants, read at the closes of one symbol's candles. */
export class FromInstants extends SeriesNode {
  private readonly input: SeriesColumn;
  private readonly stream: number;

  constructor(grid: StreamGrid, capacity: number, input: SeriesColumn) {
    super(grid, capacity);
    this.input = input;
    this.stream = grid.stream;
  }
  run(block: Block): void {
    const { instantOf, count } = block.streams[this.stream];
    for (let i = 0; i < count; i++)
      this.values[i] = this.input.values[this.input.offset + (instantOf === undefined ? i : instantOf[i])];
  }
}

/** A condition on the instants, read at the closes of one symbol's candles. */
export class ConditionFromInstants extends ConditionNode {
  private readonly input: ConditionColumn;
  private readonly stream: number;

  constructor(grid: StreamGrid, capacity: number, input: ConditionColumn) {
    super(grid, capacity);
    this.input = input;
    this.stream = grid.stream;
  }
  run(block: Block): void {
    const { instantOf, count } = block.streams[this.stream];
    this.isTrue.fill(0);
    this.known.fill(0);
    for (let i = 0; i < count; i++) {
      const k = instantOf === undefined ? i : instantOf[i];
      this.isTrue[i >> 5] |= ((this.input.isTrue[k >> 5] >>> (k & 31)) & 1) << (i & 31);
      this.known[i >> 5] |= ((this.input.known[k >> 5] >>> (k & 31)) & 1) << (i & 31);
    }
  }
}

/** Compares one symbol's value with those of all symbols at the same instant. */
export class Across extends SeriesNode {
  private readonly compute: AcrossFunction;
  private readonly inputs: readonly SeriesColumn[];
  private readonly self: number;

  constructor(capacity: number, compute: AcrossFunction, inputs: readonly SeriesColumn[], self: number) {
    super(INSTANTS, capacity);
    this.compute = compute;
    this.inputs = inputs;
    this.self = self;
  }
  run(block: Block): void {
    const own = this.inputs[this.self];
    for (let k = 0; k < block.count; k++) {
      const value = own.values[own.offset + k];
      if (value !== value) this.values[k] = NaN;
      else this.values[k] = this.compute === "rank" ? this.rank(k, value) : this.zscore(k, value);
    }
  }
  private rank(k: number, value: number): number {
    let better = 0;
    for (const input of this.inputs) if (input.values[input.offset + k] > value) better++;
    return better + 1;
  }
  private zscore(k: number, value: number): number {
    let count = 0;
    let sum = 0;
    for (const input of this.inputs) {
      const other = input.values[input.offset + k];
      if (other === other) {
        count++;
        sum += other;
      }
    }
    if (count < 2) return NaN;
    const mean = sum / count;
    let squares = 0;
    for (const input of this.inputs) {
      const other = input.values[input.offset + k];
      if (other === other) squares += (other - mean) * (other - mean);
    }
    return squares === 0 ? 0 : (value - mean) / Math.sqrt(squares / count);
  }
}
