/**
 * The contract of a feed: candles as they happen, instant by instant. A replay, generated candles and, later, an
 * exchange's stream all speak it; the engine cannot tell them apart.
 */
import type { LiveInstant } from "../../engine/live-instant.ts";

export interface Feed {
  /** For people: "replay of binance BTC/USDT 15m, 60 times faster". */
  readonly about: string;
  /**
   * Waits for the next instant at which candles closed. Everything known by then is in it, and nothing later.
   * @returns the same object each time, filled anew; undefined where the feed has ended, or the signal was given
   */
  next(signal: AbortSignal): Promise<LiveInstant | undefined>;
}
