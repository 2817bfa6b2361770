/** Candles of a longer timeframe, built from the base stream, and their values seen from it. */
import { bucketStart } from "../../timeframe.ts";
import type { Block } from "../block.ts";
import {
  type ConditionColumn,
  ConditionNode,
  type Grid,
  type HigherGrid,
  type SeriesColumn,
  SeriesNode,
} from "../column.ts";
import type { SourceColumn } from "../node.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

/**
 * Builds the higher candles that are completed within a block. A bucket is complete with the base candle that closes at
 * its end, or, where that one is missing, when the first later base candle arrives: it is visible from there on. The bucket in
 * the middle of which the candles begin is left out: when they begin must not say what it holds.
 */
export class HigherCandles implements HigherGrid {
  count = 0;
  readonly visibleAt: Int32Array;
  readonly columns: Readonly<Record<SourceColumn, Float64Array>>;
  private readonly stream: number;
  private readonly baseMs: number;
  private readonly lengthMs: number;
  private readonly state = {
    hasBegun: false,
    leftOut: NaN,
    bucket: NaN,
    open: NaN,
    high: NaN,
    low: NaN,
    close: NaN,
    volume: NaN,
  };

  constructor(stream: number, blockSize: number, baseMs: number, lengthMs: number) {
    this.stream = stream;
    this.baseMs = baseMs;
    this.lengthMs = lengthMs;
    // A base candle after a gap completes the bucket before it, and its own if it is that one's last.
    const capacity = HigherCandles.capacity(blockSize);
    this.visibleAt = new Int32Array(capacity);
    const column = () => new Float64Array(capacity);
    this.columns = {
      openTime: column(),
      closeTime: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
    };
  }

  static capacity(blockSize: number): number {
    return 2 * blockSize;
  }

  run(block: Block): void {
    const { candles, from, count } = block.streams[this.stream];
    const { state } = this;
    this.count = 0;
    for (let i = 0; i < count; i++) {
      const row = from + i;
      const openTime = candles.openTime[row];
      const bucket = bucketStart(openTime, this.lengthMs);
      if (!state.hasBegun) {
        state.hasBegun = true;
        if (openTime !== bucket) state.leftOut = bucket;
      }
      if (bucket === state.leftOut) continue;
      if (bucket !== state.bucket) {
        if (state.bucket === state.bucket) this.emit(i);
        state.bucket = bucket;
        state.open = candles.open[row];
        state.high = candles.high[row];
        state.low = candles.low[row];
        state.volume = 0;
      } else {
        if (candles.high[row] > state.high) state.high = candles.high[row];
        if (candles.low[row] < state.low) state.low = candles.low[row];
      }
      state.close = candles.close[row];
      state.volume += candles.volume[row];
      if (openTime + this.baseMs === bucket + this.lengthMs) {
        this.emit(i);
        state.bucket = NaN;
      }
    }
  }

  private emit(baseRow: number): void {
    const { state, columns } = this;
    const n = this.count++;
    this.visibleAt[n] = baseRow;
    columns.openTime[n] = state.bucket;
    columns.closeTime[n] = state.bucket + this.lengthMs;
    columns.open[n] = state.open;
    columns.high[n] = state.high;
    columns.low[n] = state.low;
    columns.close[n] = state.close;
    columns.volume[n] = state.volume;
  }

  save(): Snapshot {
    return snapshot(this.state);
  }
  load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}

/** One column of the higher candles. The first one that a plan makes also builds them. */
export class HigherColumn extends SeriesNode {
  private readonly candles: HigherCandles;
  private readonly builds: boolean;

  constructor(grid: Grid, candles: HigherCandles, column: SourceColumn, builds: boolean) {
    super(grid, 0);
    this.candles = candles;
    this.builds = builds;
    this.values = candles.columns[column];
  }
  run(block: Block): void {
    if (this.builds) this.candles.run(block);
  }
  override save(): Snapshot | undefined {
    return this.builds ? this.candles.save() : undefined;
  }
  override load(saved: Snapshot): void {
    this.candles.load(saved);
  }
}

/** A higher series on the base grid: the last value that is visible. */
export class AlignedSeries extends SeriesNode {
  private readonly input: SeriesColumn;
  private readonly candles: HigherGrid;
  private readonly stream: number;
  private readonly state = { last: NaN };

  constructor(grid: Extract<Grid, { type: "stream" }>, capacity: number, input: SeriesColumn, candles: HigherGrid) {
    super(grid, capacity);
    this.input = input;
    this.candles = candles;
    this.stream = grid.stream;
  }
  run(block: Block): void {
    const { count } = block.streams[this.stream];
    const { input, candles } = this;
    let { last } = this.state;
    let n = 0;
    for (let i = 0; i < count; i++) {
      while (n < candles.count && candles.visibleAt[n] === i) last = input.values[input.offset + n++];
      this.values[i] = last;
    }
    this.state.last = last;
  }
  override save(): Snapshot {
    return snapshot(this.state);
  }
  override load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}

/** A higher condition on the base grid. */
export class AlignedCondition extends ConditionNode {
  private readonly input: ConditionColumn;
  private readonly candles: HigherGrid;
  private readonly stream: number;
  private readonly state = { isTrue: 0, known: 0 };

  constructor(grid: Extract<Grid, { type: "stream" }>, capacity: number, input: ConditionColumn, candles: HigherGrid) {
    super(grid, capacity);
    this.input = input;
    this.candles = candles;
    this.stream = grid.stream;
  }
  run(block: Block): void {
    const { count } = block.streams[this.stream];
    const { input, candles, state } = this;
    this.isTrue.fill(0);
    this.known.fill(0);
    let n = 0;
    for (let i = 0; i < count; i++) {
      for (; n < candles.count && candles.visibleAt[n] === i; n++) {
        state.isTrue = (input.isTrue[n >> 5] >>> (n & 31)) & 1;
        state.known = (input.known[n >> 5] >>> (n & 31)) & 1;
      }
      this.isTrue[i >> 5] |= state.isTrue << (i & 31);
      this.known[i >> 5] |= state.known << (i & 31);
    }
  }
  override save(): Snapshot {
    return snapshot(this.state);
  }
  override load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}
