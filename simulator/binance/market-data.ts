import type { Exchange } from "../exchange.ts";
import { aggregateCandles, type Market } from "../market.ts";
import { formatUnits, multiplyUnits } from "../units.ts";
import { refuse } from "./errors.ts";
import { describeFilters } from "./filters.ts";
import { ORDER_TYPE_NAMES } from "./orders.ts";
import type { Parameters } from "./parameters.ts";

const INTERVAL_MINUTES: Readonly<Record<string, number>> = {
  "1m": 1,
  "3m": 3,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "4h": 240,
  "6h": 360,
  "8h": 480,
  "12h": 720,
  "1d": 1_440,
};

const STATUS = { trading: "TRADING", halted: "HALT", "cancel-only": "CANCEL_ONLY" } as const;

/** @throws BinanceRefusal -1121 where no market has this symbol */
export function findMarket(exchange: Exchange, symbol: string): Market {
  for (const market of exchange.markets.values()) {
    if (market.rules.base + market.rules.quote === symbol) return market;
  }
  throw refuse.symbol();
}

function describeSymbol(market: Market): object {
  return {
    symbol: market.rules.base + market.rules.quote,
    status: STATUS[market.status],
    baseAsset: market.rules.base,
    baseAssetPrecision: 8,
    quoteAsset: market.rules.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ORDER_TYPE_NAMES,
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: describeFilters(market),
    permissions: [],
    permissionSets: [["SPOT"]],
    defaultSelfTradePreventionMode: "NONE",
    allowedSelfTradePreventionModes: ["NONE"],
  };
}

export function exchangeInfo(exchange: Exchange, parameters: Parameters, rateLimits: readonly object[]): object {
  const symbol = parameters.optional("symbol");
  const list = parameters.optional("symbols");
  const names = symbol === undefined ? list?.match(/[A-Z0-9]+/g) : [symbol];
  const markets = names?.map((name) => findMarket(exchange, name)) ?? [...exchange.markets.values()];
  return {
    timezone: "UTC",
    serverTime: exchange.clock.now(),
    rateLimits,
    exchangeFilters: [],
    symbols: markets.map((market) => describeSymbol(market)),
  };
}

export function klines(exchange: Exchange, parameters: Parameters): unknown[][] {
  const market = findMarket(exchange, parameters.required("symbol"));
  const minutes = INTERVAL_MINUTES[parameters.required("interval")];
  if (minutes === undefined) throw refuse.interval();
  const startTimeMs = parameters.integer("startTime") ?? 0;
  const endTimeMs = parameters.integer("endTime") ?? Number.MAX_SAFE_INTEGER;
  const limit = Math.min(parameters.integer("limit") ?? 500, 1_000);
  const inRange = aggregateCandles(market.candles, minutes).filter(
    (candle) => candle.openTimeMs >= startTimeMs && candle.openTimeMs <= endTimeMs,
  );
  const chosen = parameters.optional("startTime") === undefined ? inRange.slice(-limit) : inRange.slice(0, limit);
  return chosen.map((candle) => [
    candle.openTimeMs,
    formatUnits(candle.open),
    formatUnits(candle.high),
    formatUnits(candle.low),
    formatUnits(candle.close),
    formatUnits(candle.volume),
    candle.openTimeMs + minutes * 60_000 - 1,
    formatUnits(multiplyUnits(candle.volume, candle.close)),
    candle.trades,
    "0.00000000",
    "0.00000000",
    "0",
  ]);
}

export function averagePrice(exchange: Exchange, parameters: Parameters): object {
  const market = findMarket(exchange, parameters.required("symbol"));
  const recent = market.candles.slice(-5);
  const sum = recent.reduce((total, candle) => total + candle.close, 0n);
  return { mins: 5, price: formatUnits(sum / BigInt(recent.length)), closeTime: exchange.clock.now() };
}

export function bookTicker(exchange: Exchange, parameters: Parameters): object {
  const symbol = parameters.required("symbol");
  const market = findMarket(exchange, symbol);
  return {
    symbol,
    bidPrice: formatUnits(market.bid),
    bidQty: formatUnits(market.rules.maxQuantity),
    askPrice: formatUnits(market.ask),
    askQty: formatUnits(market.rules.maxQuantity),
  };
}

export function lastPrice(exchange: Exchange, parameters: Parameters): object {
  const symbol = parameters.required("symbol");
  return { symbol, price: formatUnits(findMarket(exchange, symbol).mid) };
}
