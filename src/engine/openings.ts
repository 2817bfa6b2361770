/** Which candle of a stream opens next: the instants of a block are closes, what opens lies between and at them. */
import type { Block } from "./expression/block.ts";

export class Openings {
  private block: Block | undefined;
  private k = 0;
  private time = 0.5;
  /** Rows of each stream that closed within the block, up to the instant last asked for; it never goes back in a block. */
  private readonly closed: Int32Array;

  constructor(streams: number) {
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

  /** Sets the instant and the time that `rowOf` is about. */
  lookAt(block: Block, k: number, time: number): void {
    this.block = block;
    this.k = k;
    this.time = time;
  }

  /** Row of the stream that opens at the time looked at, or -1. Only streams that somebody asks for are read. */
  rowOf(stream: number): number {
    const { block } = this;
    if (block === undefined) return -1;
    const row = this.nextRow(block, stream, this.k);
    const { candles } = block.streams[stream];
    return row < candles.length && candles.openTime[row] === this.time ? row : -1;
  }
}
