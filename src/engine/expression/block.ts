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

export interface Block {
  /** Number of instants. */
  count: number;
  /** Close times, milliseconds UTC, strictly ascending. */
  time: Float64Array;
  streams: StreamBlock[];
}

/** What a stream is, apart from its candles. */
export interface StreamKey {
  readonly symbol: string;
  readonly timeframe: string;
}
