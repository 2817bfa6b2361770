/** The trade list as CSV (RFC 4180): one line a trade, times in ISO 8601 UTC, numbers in full precision. */
import type { ReportTrade } from "./report.ts";

const columns: readonly (readonly [title: string, cell: (trade: ReportTrade) => string | number | null])[] = [
  ["number", (trade) => trade.number],
  ["strategy", (trade) => trade.strategy],
  ["symbol", (trade) => trade.symbol],
  ["direction", (trade) => trade.direction],
  ["entry_time", (trade) => new Date(trade.entryTime).toISOString()],
  ["entry_price", (trade) => trade.entryPrice],
  ["exit_time", (trade) => new Date(trade.exitTime).toISOString()],
  ["exit_price", (trade) => trade.exitPrice],
  ["quantity", (trade) => trade.quantity],
  ["fees", (trade) => trade.fees],
  ["slippage_cost", (trade) => trade.slippageCost],
  ["profit", (trade) => trade.profit],
  ["profit_fraction", (trade) => trade.profitFraction],
  ["risk_multiple", (trade) => trade.riskMultiple],
  ["entry_reason", (trade) => trade.entryReason],
  ["exit_reason", (trade) => trade.exitReason],
  ["initial_stop_price", (trade) => trade.initialStopPrice],
  ["max_adverse_excursion", (trade) => trade.maxAdverseExcursion],
  ["max_favourable_excursion", (trade) => trade.maxFavourableExcursion],
  ["entries", (trade) => trade.entries],
];

export function tradesCsv(trades: readonly ReportTrade[]): string {
  const lines = [columns.map(([title]) => title).join(",")];
  for (const trade of trades) lines.push(columns.map(([, cell]) => csvCell(cell(trade))).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // A spreadsheet would run a text that starts like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
