/** The list of trades: sorted, filtered and paged here, since thousands of rows in the markup would be slow. */
import type { PageTrade } from "./page-data.ts";
import { byId, element, heldText, number, priceText, signedPercent, timeText } from "./text.ts";
import { filterTrades, isSortKey, type SortKey, sortTrades, type TradeFilter } from "./trade-order.ts";

const ROWS_PER_PAGE = 25;

/** @param show called with the trade that the reader wants to see on the chart */
export function setUpTradeList(trades: readonly PageTrade[], show: (trade: PageTrade) => void): void {
  const table = byId("trade-table", HTMLTableElement);
  const body = table.tBodies[0];
  const words = byId("trade-filter", HTMLInputElement);
  const outcome = byId("trade-outcome", HTMLSelectElement);
  const status = byId("trade-status", HTMLElement);
  const previous = byId("trade-previous", HTMLButtonElement);
  const next = byId("trade-next", HTMLButtonElement);
  let key: SortKey = "number";
  let descending = false;
  let page = 0;

  const draw = (): void => {
    const filter: TradeFilter = { words: words.value, outcome: outcome.value as TradeFilter["outcome"] };
    const found = sortTrades(filterTrades(trades, filter), key, descending);
    const pages = Math.max(1, Math.ceil(found.length / ROWS_PER_PAGE));
    page = Math.min(page, pages - 1);
    const first = page * ROWS_PER_PAGE;
    const shown = found.slice(first, first + ROWS_PER_PAGE);
    body.replaceChildren(...shown.map((trade) => rowOf(trade, show)));
    const profit = found.reduce((total, trade) => total + trade.profit, 0);
    status.textContent =
      found.length === 0
        ? "No trade matches."
        : `${first + 1} to ${first + shown.length} of ${found.length}${found.length < trades.length ? ` (of ${trades.length} in all)` : ""}, together ${number(profit, 2)}`;
    previous.disabled = page === 0;
    next.disabled = page >= pages - 1;
  };

  for (const button of table.tHead?.querySelectorAll("button") ?? []) {
    button.addEventListener("click", () => {
      const wanted = button.dataset["key"];
      if (!isSortKey(wanted)) return;
      descending = key === wanted ? !descending : false;
      key = wanted;
      page = 0;
      for (const header of table.tHead?.querySelectorAll("th") ?? []) header.removeAttribute("aria-sort");
      button.closest("th")?.setAttribute("aria-sort", descending ? "descending" : "ascending");
      draw();
    });
  }
  const restart = (): void => {
    page = 0;
    draw();
  };
  words.addEventListener("input", restart);
  outcome.addEventListener("change", restart);
  previous.addEventListener("click", () => {
    page--;
    draw();
  });
  next.addEventListener("click", () => {
    page++;
    draw();
  });
  draw();
}

function rowOf(trade: PageTrade, show: (trade: PageTrade) => void): HTMLTableRowElement {
  const row = element("tr");
  const button = element("button", "link", `#${trade.number}`);
  button.type = "button";
  button.title = "Show on the chart";
  button.setAttribute("aria-label", `Show trade ${trade.number} on the chart`);
  button.addEventListener("click", () => show(trade));
  const head = element("th");
  head.scope = "row";
  head.append(button);
  const tone = trade.profit > 0 ? "up" : trade.profit < 0 ? "down" : "";
  const side = element("td", "", trade.short ? "▼ short" : "▲ long");
  const reason = element("td", "", trade.exitReason.replaceAll("_", " "));
  reason.title = `Entry: ${trade.entryReason}`;
  row.append(
    head,
    element("td", "", trade.symbol),
    side,
    element("td", "", timeText(trade.entryTime)),
    element("td", "number", priceText(trade.entryPrice)),
    element("td", "number", priceText(trade.exitPrice)),
    element("td", "number", heldText(trade.exitTime - trade.entryTime)),
    reason,
    element("td", `number ${tone}`, signedPercent(trade.profitFraction)),
    element("td", `number ${tone}`, number(trade.profit, 2)),
    element("td", "number", trade.riskMultiple === null ? "n/a" : number(trade.riskMultiple, 2)),
    element("td", "number", signedPercent(trade.adverse)),
    element("td", "number", signedPercent(trade.favourable)),
  );
  return row;
}
