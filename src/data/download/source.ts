/** Where candles come from: the contract of every exchange's public data. */
import type { CandleColumns } from "../../engine/candles.ts";
import type { MarketInfo } from "../markets/market-info.ts";

interface CandlePage {
  /** Ascending by open time, all of them inside the range asked for. */
  readonly candles: CandleColumns;
  /** Everything from the range's start to here was answered; milliseconds UTC. The next page starts here. */
  readonly next: number;
}

export interface CandleSource {
  /** Lower case, as in the store. */
  readonly exchange: string;
  /**
   * Refuses what the exchange does not offer, before anything is fetched.
   * @throws CandlewrightError DOWNLOAD_TIMEFRAME_NOT_OFFERED, DOWNLOAD_UNKNOWN_MARKET
   */
  refuseUnoffered(symbol: string, timeframe: string): Promise<void>;
  /** The exchange's clock, milliseconds UTC: it decides which candles have closed. */
  serverTimeMs(): Promise<number>;
  /** The first instant from `from` on at which there may be a candle: spares asking for years before a listing. */
  firstCandleFrom(symbol: string, timeframe: string, from: number, to: number): Promise<number>;
  /** The candles that open in [from, to), or the first part of them. */
  fetchPage(symbol: string, timeframe: string, from: number, to: number): Promise<CandlePage>;
  /** Rules of these markets, as of today. */
  fetchMarkets(symbols: readonly string[]): Promise<MarketInfo[]>;
}
