/**
 * The contract of a feed: candles as they happen, instant by instant. A replay, generated candles and, later, an
 * exchange's stream all speak it; the engine cannot tell them apart.
 */

export interface FeedCandle {
  /** Index of the stream, in the order in which the streams were asked for. */
  readonly stream: number;
  /** Milliseconds UTC. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A candle that began: its open is known, nothing else is. */
export interface FeedOpening {
  readonly stream: number;
  readonly openTime: number;
  readonly open: number;
}

/** One instant at which candles closed. Everything known by then is in it, and nothing later. */
export interface FeedInstant {
  /** The common close time, milliseconds UTC; strictly ascending from instant to instant. */
  readonly time: number;
  readonly closes: readonly FeedCandle[];
  /** Candles that opened since the last instant, up to and including this one, and have not closed. */
  readonly opens: readonly FeedOpening[];
}

export interface Feed {
  /** For people: "replay of binance BTC/USDT 15m, 60 times faster". */
  readonly about: string;
  /**
   * Waits for the next instant.
   * @returns undefined where the feed has ended, or the signal was given
   */
  next(signal: AbortSignal): Promise<FeedInstant | undefined>;
}
