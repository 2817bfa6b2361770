/** Which candle of a stream opens next: the instants of a block are closes, what opens lies between and at them. */
import type { Block } from "./expression/block.ts";

export class Openings {
  /** By stream: the row that opens at the time last asked for, or -1. */
  readonly row: Int32Array;
  /** Rows of each stream that closed within the block, up to the instant last asked for; it never goes back in a block. */
  private readonly closed: Int32Array;

  constructor(streams: number) {
    this.row = new Int32Array(streams);
    this.closed = new Int32Array(streams);
  }

  /** A new block begins. */
  begin(): void {
    this.closed.fill(0);
  }

  /** Row of the stream that opens next after instant `k`; -1 stands for the time before the block's first. */
  nextRow(block: Block, stream: number, k: number): number {
    const { from, count, instantOf } = block.streams[stream];
    if (instantOf === undefined) return from + k + 1;
    let rows = this.closed[stream];
    while (rows < count && instantOf[rows] <= k) rows++;
    this.closed[stream] = rows;
    return from + rows;
  }

  /** When it opens; Infinity where that is not known. */
  nextTime(block: Block, stream: number, k: number): number {
    const row = this.nextRow(block, stream, k);
    const { candles } = block.streams[stream];
    return row < candles.length ? candles.openTime[row] : Infinity;
  }

  /** Fills `row` with what opens at this time. */
  find(block: Block, k: number, time: number): Int32Array {
    for (let stream = 0; stream < this.row.length; stream++) {
      this.row[stream] = this.nextTime(block, stream, k) === time ? this.nextRow(block, stream, k) : -1;
    }
    return this.row;
  }
}
