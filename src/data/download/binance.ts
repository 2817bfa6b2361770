/**
 * Binance's public spot data (REST, no key). Limits: 6,000 weight a minute and address, counted in the header
 * X-MBX-USED-WEIGHT-1M; a request for candles weighs 2. Beyond a fifth of it we wait for the next minute, so that a bot
 * that trades from the same address keeps its share.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md
 */
import { CandlewrightError } from "../../engine/errors.ts";
import { MINUTE_MS, timeframeMs } from "../../engine/timeframe.ts";
import { downloadErrors } from "../errors.ts";
import type { MarketInfo } from "../markets/market-info.ts";
import { usualFees } from "../markets/markets.ts";
import { badAnswer, listOf, objectOf } from "./answers.ts";
import { type CandleRow, candlesOfRows } from "./rows.ts";
import type { CandleSource } from "./source.ts";
import { type VenueClient, type VenueLimits, VenueRefusal } from "./venue-client.ts";

/** Serves public data only, everywhere; api.binance.com refuses some countries. */
export const BINANCE_URL = "https://data-api.binance.vision";

/** Without its 3d, which does not lie on the epoch's grid: resample days. */
const TIMEFRAMES = ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "1w"];
const ROWS_PER_PAGE = 1000;
const WEIGHT_CEILING = 1200;

export const binanceLimits: VenueLimits = {
  spacingMs: 0,
  pauseMs(headers, nowMs) {
    const used = Number(headers.get("x-mbx-used-weight-1m") ?? 0);
    if (used < WEIGHT_CEILING) return 0;
    // The windows are whole minutes of the server's clock, which stands in the answer.
    const serverMs = Date.parse(headers.get("date") ?? "") || nowMs;
    return MINUTE_MS - (serverMs % MINUTE_MS) + 1000;
  },
};

export function binanceSource(client: VenueClient): CandleSource {
  const marketId = (symbol: string) => symbol.replace("/", "");
  return {
    exchange: "binance",
    async refuseUnoffered(symbol, timeframe) {
      if (!TIMEFRAMES.includes(timeframe)) {
        const detail = `${timeframe} of ${symbol}; there is ${TIMEFRAMES.join(", ")}.`;
        throw new CandlewrightError(downloadErrors.timeframeNotOffered, { detail });
      }
    },
    async serverTimeMs() {
      const { serverTime } = objectOf(await client.get("/api/v3/time"));
      if (typeof serverTime !== "number") throw badAnswer("The time is missing.");
      return serverTime;
    },
    // The answer begins with the first candle that there is, so that nothing before a listing is asked for.
    firstCandleFrom: async (_symbol, _timeframe, from) => from,
    async fetchPage(symbol, timeframe, from, to) {
      const query = {
        symbol: marketId(symbol),
        interval: timeframe,
        startTime: from,
        endTime: to - 1,
        limit: ROWS_PER_PAGE,
      };
      const rows = listOf(await asking(symbol, client.get("/api/v3/klines", query))) as CandleRow[];
      const lengthMs = timeframeMs(timeframe);
      const candles = candlesOfRows(rows, from, to);
      const full = rows.length >= ROWS_PER_PAGE && candles.length > 0;
      return { candles, next: full ? candles.openTime[candles.length - 1] + lengthMs : to };
    },
    async fetchMarkets(symbols) {
      const ids = JSON.stringify(symbols.map(marketId));
      const answer = objectOf(await asking(symbols.join(", "), client.get("/api/v3/exchangeInfo", { symbols: ids })));
      const serverTime = typeof answer["serverTime"] === "number" ? answer["serverTime"] : Number.NaN;
      return listOf(answer["symbols"]).map((market) => marketOf(objectOf(market), serverTime));
    },
  };
}

async function asking<T>(symbol: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof VenueRefusal)) throw error;
    const entry = error.code === "-1121" ? downloadErrors.unknownMarket : downloadErrors.refused;
    throw new CandlewrightError(entry, {
      detail: `binance, ${symbol}: ${error.message} (${error.code})`,
      cause: error,
    });
  }
}

function marketOf(market: Record<string, unknown>, serverTimeMs: number): MarketInfo {
  const filters = listOf(market["filters"]).map(objectOf);
  const value = (type: string, name: string) =>
    Number(filters.find((filter) => filter["filterType"] === type)?.[name] ?? Number.NaN);
  const notional = value("NOTIONAL", "minNotional");
  const info: MarketInfo = {
    exchange: "binance",
    symbol: `${String(market["baseAsset"])}/${String(market["quoteAsset"])}`,
    base: String(market["baseAsset"]),
    quote: String(market["quoteAsset"]),
    kind: "spot",
    tickSize: value("PRICE_FILTER", "tickSize"),
    lotSize: value("LOT_SIZE", "stepSize"),
    minQuantity: value("LOT_SIZE", "minQty"),
    // Renamed from MIN_NOTIONAL in 2023.
    minNotional: Number.isNaN(notional) ? value("MIN_NOTIONAL", "minNotional") : notional,
    ...usualFees("binance"),
    asOf: new Date(serverTimeMs).toISOString().slice(0, 10),
    source: "downloaded",
  };
  const { tickSize, lotSize, minQuantity, minNotional } = info;
  if ([tickSize, lotSize, minQuantity, minNotional].some(Number.isNaN))
    throw badAnswer(`${info.symbol} lacks a filter.`);
  return info;
}
