/** The frame of the trade list; its rows are made by the page's script. */
import type { Report } from "../../report.ts";
import { html, type Markup } from "../markup.ts";
import type { SortKey } from "../page/trade-order.ts";

const COLUMNS: readonly (readonly [key: SortKey, title: string, isNumber: boolean])[] = [
  ["number", "Trade", false],
  ["symbol", "Symbol", false],
  ["side", "Side", false],
  ["entryTime", "Entry, UTC", false],
  ["entryPrice", "Entry", true],
  ["exitPrice", "Exit", true],
  ["held", "Held", true],
  ["exitReason", "Reason", false],
  ["profitFraction", "Result", true],
  ["profit", "Profit", true],
  ["riskMultiple", "R", true],
  ["adverse", "MAE", true],
  ["favourable", "MFE", true],
];

export function tradeSection(report: Report): Markup | undefined {
  if (report.trades.length === 0) return undefined;
  return html`<section class="card" id="trades" aria-labelledby="trades-title">
  <div class="card-head"><h2 id="trades-title">Trades</h2><div class="controls">
    <input type="search" id="trade-filter" placeholder="Filter: symbol, reason, #12" aria-label="Filter trades by words"/>
    <select id="trade-outcome" aria-label="Outcome"><option value="all">All</option><option value="won">Won</option><option value="lost">Lost</option></select>
  </div></div>
  <noscript><p class="note">The list needs scripts; the same trades are in trades.csv.</p></noscript>
  <div class="scroll" tabindex="0" role="region" aria-labelledby="trades-title"><table id="trade-table"><thead><tr>${COLUMNS.map(
    ([key, title, isNumber]) =>
      html`<th scope="col" class="${isNumber ? "number" : ""}" aria-sort="${key === "number" ? "ascending" : "none"}"><button type="button" data-key="${key}">${title}</button></th>`,
  )}</tr></thead><tbody></tbody></table></div>
  <div class="pager"><button type="button" id="trade-previous">Previous</button><p id="trade-status" role="status"></p><button type="button" id="trade-next">Next</button></div>
</section>`;
}
