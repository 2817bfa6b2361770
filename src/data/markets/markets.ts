/** The rules of a market: as downloaded, else as shipped, else assumed; always with the day they are of. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { DAY_MS } from "../../engine/timeframe.ts";
import { dataErrors } from "../errors.ts";
import { makeFolderDurably, replaceFile } from "../store/durable.ts";
import { SYNTHETIC_EXCHANGE } from "../store/paths.ts";
import type { FeeRates, MarketInfo } from "./market-info.ts";
import { SHIPPED_AS_OF, SHIPPED_FEES, SHIPPED_MARKETS } from "./shipped.ts";

/** An exchange that is not known: a fine grid that changes no price, and the fee that most ask of a beginner. */
const ASSUMED_FEES: FeeRates = { makerFeeRate: 0.001, takerFeeRate: 0.001 };
const ASSUMED_STEP = 1e-8;

/**
 * @param root data folder, where downloaded metadata lie; without it only the shipped ones are asked
 * @throws CandlewrightError DATA_MARKETS_BROKEN
 */
export function marketInfo(exchange: string, symbol: string, root?: string): MarketInfo {
  const downloaded = root === undefined ? undefined : readDownloaded(root, exchange).get(symbol);
  return downloaded ?? shippedMarket(exchange, symbol) ?? assumedMarket(exchange, symbol);
}

/** Every market of an exchange whose rules are known, sorted by symbol. */
export function knownMarkets(exchange: string, root: string): MarketInfo[] {
  const symbols = new Set([...Object.keys(SHIPPED_MARKETS[exchange] ?? {}), ...readDownloaded(root, exchange).keys()]);
  return [...symbols].sort().map((symbol) => marketInfo(exchange, symbol, root));
}

/** Fees without any discount; the exchange's own public answers do not tell them. */
export function usualFees(exchange: string): FeeRates {
  return SHIPPED_FEES[exchange] ?? ASSUMED_FEES;
}

/** How old the metadata are, in whole days. */
export function marketAgeDays(info: MarketInfo, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(info.asOf)) / DAY_MS));
}

/** Stores what a download brought, beside what earlier downloads brought of other symbols. */
export function writeMarkets(root: string, exchange: string, markets: readonly MarketInfo[]): void {
  const bySymbol = readDownloaded(root, exchange);
  for (const market of markets) bySymbol.set(market.symbol, market);
  makeFolderDurably(join(root, exchange));
  const text = `${JSON.stringify([...bySymbol.values()], null, 2)}\n`;
  replaceFile(marketsPath(root, exchange), [Buffer.from(text)]);
}

function marketsPath(root: string, exchange: string): string {
  return join(root, exchange, "markets.json");
}

function readDownloaded(root: string, exchange: string): Map<string, MarketInfo> {
  const path = marketsPath(root, exchange);
  if (!existsSync(path)) return new Map();
  try {
    const markets = JSON.parse(readFileSync(path, "utf8")) as MarketInfo[];
    return new Map(markets.map((market) => [market.symbol, market]));
  } catch (error) {
    throw new CandlewrightError(dataErrors.marketsBroken, { file: path, detail: String(error), cause: error });
  }
}

function shippedMarket(exchange: string, symbol: string): MarketInfo | undefined {
  const rules = SHIPPED_MARKETS[exchange]?.[symbol];
  if (rules === undefined) return undefined;
  const [tickSize, lotSize, minNotional] = rules;
  return {
    ...namesOf(exchange, symbol),
    tickSize,
    lotSize,
    minQuantity: lotSize,
    minNotional,
    ...usualFees(exchange),
    asOf: SHIPPED_AS_OF,
    source: "shipped",
  };
}

/** Synthetic candles follow the rules of the market that they imitate. */
function assumedMarket(exchange: string, symbol: string): MarketInfo {
  const model = exchange === SYNTHETIC_EXCHANGE ? shippedMarket("binance", symbol) : undefined;
  return {
    ...(model ?? {
      tickSize: ASSUMED_STEP,
      lotSize: ASSUMED_STEP,
      minQuantity: ASSUMED_STEP,
      minNotional: 0,
      ...usualFees(exchange),
      asOf: SHIPPED_AS_OF,
    }),
    ...namesOf(exchange, symbol),
    source: "assumed",
  };
}

function namesOf(exchange: string, symbol: string) {
  const [base, quote] = symbol.split("/");
  return { exchange, symbol, base, quote: quote ?? "", kind: "spot" as const };
}
