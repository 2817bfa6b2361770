/** Merges the candles of all streams by time into blocks of instants. */
import type { CandleColumns } from "./candles.ts";
import type { Block, InstantTimes, StreamKey } from "./expression/block.ts";
import { timeframeMs } from "./timeframe.ts";

/** A stream of candles: one symbol in one timeframe. */
export interface Stream extends StreamKey {
  readonly candles: CandleColumns;
}

/** Below this a block is merged like any other: many tiny blocks would cost more than the merge. */
const SHORTEST_ALIGNED = 64;

export class Timeline {
  readonly blockSize: number;
  private readonly streams: readonly Stream[];
  private readonly lengthMs: readonly number[];
  /** Next row of each stream that is not in a block yet. */
  private readonly next: Int32Array;
  private readonly block: Block;
  /** Close times of a block that was merged from several streams. */
  private readonly merged: Float64Array;
  private readonly rowAt: readonly Int32Array[];
  private readonly instantOf: readonly Int32Array[];

  constructor(streams: readonly Stream[], blockSize: number) {
    this.streams = streams;
    this.blockSize = blockSize;
    this.lengthMs = streams.map((stream) => timeframeMs(stream.timeframe));
    this.next = new Int32Array(streams.length);
    this.rowAt = streams.map(() => new Int32Array(blockSize));
    this.instantOf = streams.map(() => new Int32Array(blockSize));
    this.merged = new Float64Array(blockSize);
    this.block = {
      count: 0,
      instants: { times: this.merged, from: 0, shiftMs: 0, isLasting: false },
      streams: streams.map((stream) => ({
        candles: stream.candles,
        from: 0,
        count: 0,
        rowAt: undefined,
        instantOf: undefined,
      })),
    };
  }

  /** About how many instants there will be: no more than candles, nor than the shortest of them fit into the time they span. */
  get expectedInstants(): number {
    let candles = 0;
    let first = Infinity;
    let last = -Infinity;
    for (const {
      candles: { length, openTime },
    } of this.streams) {
      if (length === 0) continue;
      candles += length;
      first = Math.min(first, openTime[0]);
      last = Math.max(last, openTime[length - 1]);
    }
    return candles === 0 ? 0 : Math.min(candles, Math.ceil((last - first) / Math.min(...this.lengthMs)) + 1);
  }

  /** The next block, or undefined at the end. The same object each time, filled anew. */
  nextBlock(): Block | undefined {
    const aligned = this.alignedCount();
    if (aligned >= SHORTEST_ALIGNED || (aligned > 0 && this.streams.length === 1)) this.takeAligned(aligned);
    else this.merge();
    return this.block.count === 0 ? undefined : this.block;
  }

  /** Number of instants ahead, up to the block's size, at which exactly one candle of every stream closes. */
  private alignedCount(): number {
    const { streams, next } = this;
    let count = this.blockSize;
    for (let s = 0; s < streams.length; s++) count = Math.min(count, streams[s].candles.length - next[s]);
    if (count <= 0) return 0;
    const first = streams[0].candles.openTime;
    for (let s = 1; s < streams.length; s++) {
      if (this.lengthMs[s] !== this.lengthMs[0]) return 0;
      const other = streams[s].candles.openTime;
      let i = 0;
      while (i < count && first[next[0] + i] === other[next[s] + i]) i++;
      count = i;
    }
    return count;
  }

  private takeAligned(count: number): void {
    const { block, next } = this;
    const { openTime } = this.streams[0].candles;
    block.count = count;
    setInstants(block.instants, openTime, next[0], this.lengthMs[0], true);
    block.streams.forEach((stream, s) => {
      stream.from = next[s];
      stream.count = count;
      stream.rowAt = undefined;
      stream.instantOf = undefined;
      next[s] += count;
    });
  }

  private merge(): void {
    const { block, streams, next, lengthMs } = this;
    setInstants(block.instants, this.merged, 0, 0, false);
    block.streams.forEach((stream, s) => {
      stream.from = next[s];
      stream.count = 0;
      stream.rowAt = this.rowAt[s];
      stream.instantOf = this.instantOf[s];
    });
    let k = 0;
    for (; k < this.blockSize; k++) {
      let time = Infinity;
      for (let s = 0; s < streams.length; s++) {
        if (next[s] >= streams[s].candles.length) continue;
        const close = streams[s].candles.openTime[next[s]] + lengthMs[s];
        if (close < time) time = close;
      }
      if (time === Infinity) break;
      this.merged[k] = time;
      for (let s = 0; s < streams.length; s++) {
        const isDue =
          next[s] < streams[s].candles.length && streams[s].candles.openTime[next[s]] + lengthMs[s] === time;
        this.rowAt[s][k] = isDue ? block.streams[s].count : -1;
        if (!isDue) continue;
        this.instantOf[s][block.streams[s].count++] = k;
        next[s]++;
      }
    }
    block.count = k;
  }
}

function setInstants(instants: InstantTimes, times: Float64Array, from: number, shiftMs: number, isLasting: boolean) {
  instants.times = times;
  instants.from = from;
  instants.shiftMs = shiftMs;
  instants.isLasting = isLasting;
}
