/** The source for an exchange's name: our own for Binance and Coinbase, ccxt for any other, loaded only then. */
import { BINANCE_URL, binanceLimits, binanceSource } from "./binance.ts";
import { type DownloadClock, wallClock } from "./clock.ts";
import { COINBASE_URL, coinbaseLimits, coinbaseSource } from "./coinbase.ts";
import type { CandleSource } from "./source.ts";
import { VenueClient } from "./venue-client.ts";

export interface SourceOptions {
  /** Where the exchange is reached; tests and mirrors have their own. */
  readonly baseUrl?: string;
  readonly signal: AbortSignal;
  readonly clock?: DownloadClock;
  /** Told about waits of more than a second. */
  readonly onWait?: (ms: number, reason: string) => void;
}

/** @throws CandlewrightError DOWNLOAD_NEEDS_CCXT, DOWNLOAD_UNKNOWN_EXCHANGE */
export async function openSource(exchange: string, options: SourceOptions): Promise<CandleSource> {
  const { baseUrl, clock = wallClock, signal, onWait } = options;
  const shared = { clock, signal, ...(onWait === undefined ? {} : { onWait }) };
  if (exchange === "binance") {
    return binanceSource(new VenueClient({ ...shared, baseUrl: baseUrl ?? BINANCE_URL, limits: binanceLimits }));
  }
  if (exchange === "coinbase") {
    return coinbaseSource(new VenueClient({ ...shared, baseUrl: baseUrl ?? COINBASE_URL, limits: coinbaseLimits }));
  }
  const { ccxtSource } = await import("./ccxt-source.ts");
  return ccxtSource(exchange, baseUrl, signal);
}
