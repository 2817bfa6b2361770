/**
 * Any other exchange, through ccxt: a lower tier, since its answers are ccxt's reading of the venue's. ccxt is an
 * optional peer of this package and is loaded only here. It keeps to its own idea of the venue's limits.
 */
import { CandlewrightError } from "../../engine/errors.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import { downloadErrors } from "../errors.ts";
import type { MarketInfo } from "../markets/market-info.ts";
import { usualFees } from "../markets/markets.ts";
import { type CandleRow, candlesOfRows } from "./rows.ts";
import type { CandleSource } from "./source.ts";

/** The part of ccxt's exchange that we use. */
interface CcxtExchange {
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes: Readonly<Record<string, unknown>> | undefined;
  readonly markets: Readonly<Record<string, CcxtMarket>> | undefined;
  urls: { api: unknown };
  loadMarkets(): Promise<unknown>;
  fetchTime(): Promise<number | undefined>;
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<(number | undefined)[][]>;
}

interface CcxtMarket {
  readonly base: string;
  readonly quote: string;
  readonly maker?: number;
  readonly taker?: number;
  readonly precision: { readonly price?: number; readonly amount?: number };
  readonly limits: { readonly amount?: { readonly min?: number }; readonly cost?: { readonly min?: number } };
}

const ROWS_PER_PAGE = 500;
const ATTEMPTS = 5;
const TIMEOUT_MS = 20_000;

export async function ccxtSource(
  name: string,
  baseUrl: string | undefined,
  signal: AbortSignal,
): Promise<CandleSource> {
  const exchange = await openExchange(name, baseUrl);
  const asking = <T>(work: () => Promise<T>) => tryAgain(name, signal, work);
  return {
    exchange: name,
    async refuseUnoffered(symbol, timeframe) {
      await asking(() => exchange.loadMarkets());
      if (exchange.markets?.[symbol] === undefined) {
        throw new CandlewrightError(downloadErrors.unknownMarket, { detail: `${name}, ${symbol}.` });
      }
      const offered = Object.keys(exchange.timeframes ?? {});
      if (offered.includes(timeframe)) return;
      const detail = `${timeframe} of ${symbol}; there is ${offered.join(", ")}.`;
      throw new CandlewrightError(downloadErrors.timeframeNotOffered, { detail });
    },
    async serverTimeMs() {
      const time = exchange.has["fetchTime"] ? await asking(() => exchange.fetchTime()) : undefined;
      return time ?? Date.now();
    },
    firstCandleFrom: async (_symbol, _timeframe, from) => from,
    async fetchPage(symbol, timeframe, from, to) {
      const lengthMs = timeframeMs(timeframe);
      const rows = await asking(() => exchange.fetchOHLCV(symbol, timeframe, from, ROWS_PER_PAGE));
      const candles = candlesOfRows(rows as unknown as CandleRow[], from, to);
      // Venues differ in how many rows they give, so a page that goes on may be short: only an empty one is the end.
      return { candles, next: candles.length > 0 ? Math.min(to, candles.openTime[candles.length - 1] + lengthMs) : to };
    },
    async fetchMarkets(symbols) {
      await asking(() => exchange.loadMarkets());
      return symbols.flatMap((symbol) => {
        const market = exchange.markets?.[symbol];
        return market === undefined ? [] : [marketOf(name, symbol, market)];
      });
    },
  };
}

async function openExchange(name: string, baseUrl: string | undefined): Promise<CcxtExchange> {
  const library = await loadCcxt();
  const Exchange = library[name];
  if (!/^[a-z][a-z0-9]*$/.test(name) || typeof Exchange !== "function") {
    throw new CandlewrightError(downloadErrors.unknownExchange, { detail: `Got ${JSON.stringify(name)}.` });
  }
  const exchange = new Exchange({ enableRateLimit: true, timeout: TIMEOUT_MS });
  if (baseUrl !== undefined) exchange.urls.api = redirected(exchange.urls.api, baseUrl);
  return exchange;
}

async function loadCcxt(): Promise<Record<string, new (options: object) => CcxtExchange>> {
  try {
    // Typed by the part that we use: ccxt's own types are 10 MB.
    const library = (await import("ccxt")) as unknown as {
      default: Record<string, new (options: object) => CcxtExchange>;
    };
    return library.default;
  } catch (error) {
    throw new CandlewrightError(downloadErrors.needsCcxt, { cause: error });
  }
}

/** The same addresses on another host, however deep ccxt keeps them. */
function redirected(urls: unknown, baseUrl: string): unknown {
  if (typeof urls === "string") return urls.replace(/^https?:\/\/[^/]+/, baseUrl);
  if (typeof urls !== "object" || urls === null) return urls;
  return Object.fromEntries(Object.entries(urls).map(([key, value]) => [key, redirected(value, baseUrl)]));
}

/** Tries again what ccxt calls a network error; an empty or broken answer must not pass for an empty market. */
async function tryAgain<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const isNetwork = error instanceof Error && inheritsFrom(error, "NetworkError");
      const entry = isNetwork ? downloadErrors.unreachable : downloadErrors.refused;
      if (!isNetwork || attempt === ATTEMPTS) {
        throw new CandlewrightError(entry, { detail: `${name}: ${String(error).slice(0, 300)}`, cause: error });
      }
      const { setTimeout: sleep } = await import("node:timers/promises");
      await sleep(1000 * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

function inheritsFrom(error: Error, className: string): boolean {
  for (let type: object | null = error; type !== null; type = Object.getPrototypeOf(type)) {
    if (type.constructor.name === className) return true;
  }
  return false;
}

function marketOf(exchange: string, symbol: string, market: CcxtMarket): MarketInfo {
  const fees = usualFees(exchange);
  return {
    exchange,
    symbol,
    base: market.base,
    quote: market.quote,
    kind: "spot",
    tickSize: market.precision.price ?? 1e-8,
    lotSize: market.precision.amount ?? 1e-8,
    minQuantity: market.limits.amount?.min ?? market.precision.amount ?? 1e-8,
    minNotional: market.limits.cost?.min ?? 0,
    makerFeeRate: market.maker ?? fees.makerFeeRate,
    takerFeeRate: market.taker ?? fees.takerFeeRate,
    asOf: new Date().toISOString().slice(0, 10),
    source: "downloaded",
  };
}
