/** Leaves of a plan: the columns of a stream, constants, and what is known about time. */
import type { CandleColumns, ValueColumn } from "../../candles.ts";
import { bucketStart, timeframeMs } from "../../timeframe.ts";
import type { Block } from "../block.ts";
import { ConditionNode, type Grid, gridCount, SeriesNode } from "../column.ts";
import type { FeatureValues } from "../feature.ts";
import { restore, type Snapshot, snapshot } from "../snapshot.ts";

type StreamGrid = Extract<Grid, { type: "stream" }>;

/** A stored column, read where it lies. */
export class StreamColumn extends SeriesNode {
  private readonly stream: number;
  private readonly column: ValueColumn | "openTime";

  constructor(grid: StreamGrid, column: ValueColumn | "openTime") {
    super(grid, 0);
    this.stream = grid.stream;
    this.column = column;
  }
  run(block: Block): void {
    const stream = block.streams[this.stream];
    this.values = columnOf(stream.candles, this.column);
    this.offset = stream.from;
  }
}

/** By comparisons: many symbols have candles of many forms, and a look-up by name in all of them is slow. */
function columnOf(candles: CandleColumns, name: ValueColumn | "openTime"): Float64Array {
  switch (name) {
    case "openTime":
      return candles.openTime;
    case "open":
      return candles.open;
    case "high":
      return candles.high;
    case "low":
      return candles.low;
    case "close":
      return candles.close;
    case "volume":
      return candles.volume;
  }
}

export class CloseTime extends SeriesNode {
  private readonly stream: number;
  private readonly lengthMs: number;

  constructor(grid: StreamGrid, capacity: number, lengthMs: number) {
    super(grid, capacity);
    this.stream = grid.stream;
    this.lengthMs = lengthMs;
  }
  run(block: Block): void {
    const { candles, from, count } = block.streams[this.stream];
    for (let i = 0; i < count; i++) this.values[i] = candles.openTime[from + i] + this.lengthMs;
  }
}

export class Constant extends SeriesNode {
  constructor(capacity: number, value: number) {
    super(undefined, capacity);
    this.values.fill(value);
  }
  run(): void {}
}

/** True on the first candle that closes in a new interval of the clock. */
export class Every extends ConditionNode {
  private readonly closeTime: SeriesNode;
  private readonly intervalMs: number;
  private readonly state = { lastInterval: NaN };

  constructor(closeTime: SeriesNode, capacity: number, timeframe: string) {
    super(closeTime.grid, capacity);
    this.closeTime = closeTime;
    this.intervalMs = timeframeMs(timeframe);
  }
  run(block: Block): void {
    const count = gridCount(this.grid, block);
    this.isTrue.fill(0);
    this.known.fill(0);
    for (let i = 0; i < count; i++) {
      const interval = bucketStart(this.closeTime.values[this.closeTime.offset + i], this.intervalMs);
      if (this.state.lastInterval === this.state.lastInterval) {
        this.known[i >> 5] |= 1 << (i & 31);
        if (interval > this.state.lastInterval) this.isTrue[i >> 5] |= 1 << (i & 31);
      }
      this.state.lastInterval = interval;
    }
  }
  override save(): Snapshot {
    return snapshot(this.state);
  }
  override load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}

/** An outside series by the time at which it was available. */
export class FeatureColumn extends SeriesNode {
  private readonly closeTime: SeriesNode;
  private readonly feature: FeatureValues;
  private readonly maxAgeMs: number;
  private readonly state = { next: 0 };

  constructor(closeTime: SeriesNode, capacity: number, feature: FeatureValues, maxAgeMs: number) {
    super(closeTime.grid, capacity);
    this.closeTime = closeTime;
    this.feature = feature;
    this.maxAgeMs = maxAgeMs;
  }
  run(block: Block): void {
    const count = gridCount(this.grid, block);
    const { availableAt, value, length } = this.feature;
    let { next } = this.state;
    for (let i = 0; i < count; i++) {
      const time = this.closeTime.values[this.closeTime.offset + i];
      while (next < length && availableAt[next] <= time) next++;
      this.values[i] = next > 0 && time - availableAt[next - 1] <= this.maxAgeMs ? value[next - 1] : NaN;
    }
    this.state.next = next;
  }
  override save(): Snapshot {
    return snapshot(this.state);
  }
  override load(saved: Snapshot): void {
    restore(this.state, saved);
  }
}
