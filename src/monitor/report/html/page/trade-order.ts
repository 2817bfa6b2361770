/** Which trades the list shows, and in which order. */
import type { PageTrade } from "./page-data.ts";

export type SortKey =
  | "number"
  | "symbol"
  | "side"
  | "entryTime"
  | "entryPrice"
  | "exitPrice"
  | "held"
  | "exitReason"
  | "profitFraction"
  | "profit"
  | "riskMultiple"
  | "adverse"
  | "favourable";

export interface TradeFilter {
  /** Words that must all occur in symbol, strategy, side, reasons or number. */
  readonly words: string;
  readonly outcome: "all" | "won" | "lost";
}

const keys: Readonly<Record<SortKey, (trade: PageTrade) => number | string | null>> = {
  number: (trade) => trade.number,
  symbol: (trade) => trade.symbol,
  side: (trade) => (trade.short ? "short" : "long"),
  entryTime: (trade) => trade.entryTime,
  entryPrice: (trade) => trade.entryPrice,
  exitPrice: (trade) => trade.exitPrice,
  held: (trade) => trade.exitTime - trade.entryTime,
  exitReason: (trade) => trade.exitReason,
  profitFraction: (trade) => trade.profitFraction,
  profit: (trade) => trade.profit,
  riskMultiple: (trade) => trade.riskMultiple,
  adverse: (trade) => trade.adverse,
  favourable: (trade) => trade.favourable,
};

export function isSortKey(text: string | undefined): text is SortKey {
  return text !== undefined && Object.hasOwn(keys, text);
}

/** Equal ones stay in order of exit; missing values stand last in both directions. */
export function sortTrades(trades: readonly PageTrade[], key: SortKey, descending: boolean): PageTrade[] {
  const keyOf = keys[key];
  const sign = descending ? -1 : 1;
  return [...trades].sort((left, right) => {
    const a = keyOf(left);
    const b = keyOf(right);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return a < b ? -sign : a > b ? sign : left.number - right.number;
  });
}

export function filterTrades(trades: readonly PageTrade[], { words, outcome }: TradeFilter): PageTrade[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return trades.filter((trade) => {
    if (outcome === "won" && !(trade.profit > 0)) return false;
    if (outcome === "lost" && !(trade.profit < 0)) return false;
    const text = `#${trade.number} ${trade.symbol} ${trade.strategy} ${trade.short ? "short" : "long"} ${trade.exitReason} ${trade.entryReason}`;
    return wanted.every((word) => text.toLowerCase().includes(word));
  });
}
