/**
 * Coinbase Advanced Trade's public market data (REST, no key). At most 350 candles a request, newest first; both ends of
 * the range are asked for one candle short, since it is not documented whether the last one belongs to it.
 * Limit: 10 requests a second and address.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/get-public-product-candles
 */
import { CandlewrightError } from "../../engine/errors.ts";
import { DAY_MS, timeframeMs } from "../../engine/timeframe.ts";
import { downloadErrors } from "../errors.ts";
import type { MarketInfo } from "../markets/market-info.ts";
import { usualFees } from "../markets/markets.ts";
import { badAnswer, listOf, objectOf } from "./answers.ts";
import { type CandleRow, candlesOfRows } from "./rows.ts";
import type { CandleSource } from "./source.ts";
import { type VenueClient, type VenueLimits, VenueRefusal } from "./venue-client.ts";

export const COINBASE_URL = "https://api.coinbase.com";

const GRANULARITIES: Readonly<Record<string, string>> = {
  "1m": "ONE_MINUTE",
  "5m": "FIVE_MINUTE",
  "15m": "FIFTEEN_MINUTE",
  "30m": "THIRTY_MINUTE",
  "1h": "ONE_HOUR",
  "2h": "TWO_HOUR",
  "4h": "FOUR_HOUR",
  "6h": "SIX_HOUR",
  "1d": "ONE_DAY",
};
const CANDLES_PER_PAGE = 349;
const ROOT = "/api/v3/brokerage";

export const coinbaseLimits: VenueLimits = { spacingMs: 125, pauseMs: () => 0 };

export function coinbaseSource(client: VenueClient): CandleSource {
  const productId = (symbol: string) => symbol.replace("/", "-");

  async function fetchPage(symbol: string, timeframe: string, from: number, to: number) {
    const lengthMs = timeframeMs(timeframe);
    const next = Math.min(to, from + CANDLES_PER_PAGE * lengthMs);
    const query = {
      start: Math.floor(from / 1000),
      end: Math.floor(next / 1000),
      granularity: GRANULARITIES[timeframe],
    };
    const path = `${ROOT}/market/products/${productId(symbol)}/candles`;
    const rows = listOf(objectOf(await asking(symbol, client.get(path, query)))["candles"]).map(rowOf);
    return { candles: candlesOfRows(rows, from, next), next };
  }

  return {
    exchange: "coinbase",
    async refuseUnoffered(symbol, timeframe) {
      if (Object.hasOwn(GRANULARITIES, timeframe)) return;
      const detail = `${timeframe} of ${symbol}; there is ${Object.keys(GRANULARITIES).join(", ")}.`;
      throw new CandlewrightError(downloadErrors.timeframeNotOffered, { detail });
    },
    async serverTimeMs() {
      const { epochMillis } = objectOf(await client.get(`${ROOT}/time`));
      const time = Number(epochMillis ?? Number.NaN);
      if (!Number.isFinite(time)) throw badAnswer("The time is missing.");
      return time;
    },
    /** Goes through the days, a year a request, until there is one with trades. */
    async firstCandleFrom(symbol, _timeframe, from, to) {
      for (let at = Math.floor(from / DAY_MS) * DAY_MS; at < to; ) {
        const { candles, next } = await fetchPage(symbol, "1d", at, Math.ceil(to / DAY_MS) * DAY_MS);
        if (candles.length > 0) return Math.max(from, candles.openTime[0]);
        at = next;
      }
      return to;
    },
    fetchPage,
    async fetchMarkets(symbols) {
      const serverTimeMs = await this.serverTimeMs();
      const markets: MarketInfo[] = [];
      for (const symbol of symbols) {
        const path = `${ROOT}/market/products/${productId(symbol)}`;
        markets.push(marketOf(symbol, objectOf(await asking(symbol, client.get(path))), serverTimeMs));
      }
      return markets;
    },
  };
}

function rowOf(value: unknown): CandleRow {
  const { start, open, high, low, close, volume } = objectOf(value) as Record<string, string>;
  return [Number(start) * 1000, open, high, low, close, volume];
}

async function asking<T>(symbol: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof VenueRefusal)) throw error;
    const unknown = error.status === 404 || /product/i.test(error.message);
    const entry = unknown ? downloadErrors.unknownMarket : downloadErrors.refused;
    throw new CandlewrightError(entry, {
      detail: `coinbase, ${symbol}: ${error.message} (${error.code})`,
      cause: error,
    });
  }
}

function marketOf(symbol: string, product: Record<string, unknown>, serverTimeMs: number): MarketInfo {
  const number = (name: string) => {
    const value = Number(product[name] ?? Number.NaN);
    if (!Number.isFinite(value)) throw badAnswer(`${symbol} has no ${name}.`);
    return value;
  };
  const [base, quote] = symbol.split("/");
  return {
    exchange: "coinbase",
    symbol,
    base,
    quote,
    kind: "spot",
    tickSize: number("price_increment"),
    lotSize: number("base_increment"),
    minQuantity: number("base_min_size"),
    minNotional: number("quote_min_size"),
    ...usualFees("coinbase"),
    asOf: new Date(serverTimeMs).toISOString().slice(0, 10),
    source: "downloaded",
  };
}
