/**
 * A block: an interval of instants (candle-close times) over all streams. Live it holds one instant, in a backtest a few
 * hundred; nothing may depend on its size.
 */
import type { CandleColumns } from "../candles.ts";

/** The rows of one stream that close within the block. */
export interface StreamBlock {
  /** The stream's columns; rows `from` to `from + count - 1` belong to this block. */
  candles: CandleColumns;
  from: number;
  count: number;
  /**
   * For each instant of the block the local row (0 to count - 1) that closes at it, or -1.
   * Undefined where the stream is aligned: local row k closes at instant k, and count equals the block's.
   */
  rowAt: Int32Array | undefined;
  /** For each local row the instant at which it closes; undefined where aligned. */
  instantOf: Int32Array | undefined;
}

/** The close times of a block's instants, read where they lie: see `instantTime`. */
export interface InstantTimes {
  times: Float64Array;
  from: number;
  /** What is added to each, milliseconds: the length of a candle, where `times` are its open times. */
  shiftMs: number;
  /** Whether `times` stay as they are after the block. */
  isLasting: boolean;
}

export interface Block {
  /** Number of instants. */
  count: number;
  /** Strictly ascending. */
  instants: InstantTimes;
  streams: StreamBlock[];
}

/** When instant `k` of the block is: milliseconds UTC. */
export function instantTime({ instants }: Block, k: number): number {
  return instants.times[instants.from + k] + instants.shiftMs;
}

/** What a stream is, apart from its candles. */
export interface StreamKey {
  readonly symbol: string;
  readonly timeframe: string;
}
