/** Breakdowns, drawdowns, refusals, open positions: finished tables. */
import { dateText, decimals, durationText, minuteText, percent, price } from "../../number-format.ts";
import type { Breakdown, BreakdownRow, Report } from "../../report.ts";
import { html, type Markup } from "../markup.ts";

type Cell = string | Markup;

interface TableColumn {
  readonly title: string;
  readonly number?: boolean;
}

/** A scrollable table; the first cell of each row is its header. */
function tableOf(titleId: string, columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): Markup {
  const numberClass = (index: number): string => (columns[index].number === true ? "number" : "");
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${titleId}"><table><thead><tr>${columns.map(
    ({ title }, index) => html`<th scope="col" class="${numberClass(index)}">${title}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, index) => html`<td class="${numberClass(index + 1)}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function card(id: string, title: string, body: Markup, note = ""): Markup {
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}${
    note === "" ? undefined : html`<p class="note">${note}</p>`
  }</section>`;
}

function toned(value: number, text: string): Markup {
  const tone = value > 0 ? "up" : value < 0 ? "down" : "";
  return html`<span class="${tone}">${value > 0 ? "+" : ""}${text}</span>`;
}

export function breakdownSections(report: Report): Markup[] {
  return report.breakdowns.filter(isTelling).map((breakdown) => breakdownCard(breakdown, report.run.currency));
}

/** One single group says nothing that the totals do not. */
function isTelling({ id, rows }: Breakdown): boolean {
  return rows.length > (id === "exit_reason" ? 0 : 1);
}

/** Groups with an order of their own are drawn as columns, the table folded away below. */
const IN_COLUMNS: readonly Breakdown["id"][] = ["hour", "weekday", "month"];

function breakdownCard({ id, title, convention, rows }: Breakdown, currency: string): Markup {
  const largest = Math.max(...rows.map((row) => Math.abs(row.profit)), 1e-12);
  const columns: TableColumn[] = [
    { title },
    { title: "Trades", number: true },
    { title: "Won", number: true },
    { title: "Average", number: true },
    { title: `Profit, ${currency}`, number: true },
    { title: "" },
  ];
  const table = tableOf(
    `breakdown-${id}`,
    columns,
    rows.map((row) => breakdownCells(row, largest)),
  );
  return card(
    `breakdown-${id}`,
    `By ${title.toLowerCase()}`,
    IN_COLUMNS.includes(id)
      ? html`${profitColumns(rows, currency)}<details><summary>As a table</summary>${table}</details>`
      : table,
    `${convention[0].toUpperCase()}${convention.slice(1)}.`,
  );
}

function breakdownCells(row: BreakdownRow, largest: number): Cell[] {
  return [
    row.key.replaceAll("_", " "),
    String(row.trades),
    row.winRate === null ? "n/a" : percent(row.winRate, 0),
    toned(row.averageProfitFraction, percent(row.averageProfitFraction)),
    toned(row.profit, decimals(row.profit)),
    profitBar(row.profit, largest),
  ];
}

const PLOT_WIDTH = 560;
const COLUMNS_HEIGHT = 120;

/** Profit of each group as a column above or below a middle line. */
function profitColumns(rows: readonly BreakdownRow[], currency: string): Markup {
  const highest = Math.max(0, ...rows.map((row) => row.profit));
  const range = highest - Math.min(0, ...rows.map((row) => row.profit)) || 1;
  const y = (profit: number): number => 4 + ((highest - profit) / range) * COLUMNS_HEIGHT;
  const slot = PLOT_WIDTH / rows.length;
  const width = Math.min(46, slot * 0.72);
  // As many labels as fit beside each other.
  const every = Math.ceil(rows.length / 12);
  const columns = rows.map((row, index) => {
    const middle = slot * (index + 0.5);
    const top = Math.min(y(row.profit), y(0));
    const height = Math.max(1, Math.abs(y(row.profit) - y(0)));
    const label = `${row.key}: ${decimals(row.profit)} ${currency}, ${row.trades} trades`;
    const at = Math.max(18, middle).toFixed(1);
    const text =
      index % every === 0
        ? html`<text x="${at}" y="${COLUMNS_HEIGHT + 22}" text-anchor="middle">${shortKey(row.key)}</text>`
        : undefined;
    return html`<rect class="fill-${row.profit >= 0 ? "up" : "down"}" x="${(middle - width / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="2"><title>${label}</title></rect>${text}`;
  });
  return html`<svg class="plot" viewBox="0 0 ${PLOT_WIDTH} ${COLUMNS_HEIGHT + 28}" role="img" aria-label="Profit of ${rows.length} groups; the table below has the figures"><line class="axis" x1="0" x2="${PLOT_WIDTH}" y1="${y(0).toFixed(1)}" y2="${y(0).toFixed(1)}"/>${columns}</svg>`;
}

/** `Mon` for Monday, `14` for 14:00, `24-03` for 2024-03. */
function shortKey(key: string): string {
  if (/^\d\d:00$/.test(key)) return key.slice(0, 2);
  return /^\d{4}-\d\d$/.test(key) ? key.slice(2) : key.slice(0, 3);
}

/** Loss to the left, profit to the right of a middle line. */
function profitBar(profit: number, largest: number): Markup {
  const length = (Math.abs(profit) / largest) * 38;
  const start = profit >= 0 ? 40 : 40 - length;
  return html`<svg class="bar" viewBox="0 0 80 12" aria-hidden="true"><rect class="fill-${profit >= 0 ? "up" : "down"}" x="${start.toFixed(1)}" y="2" width="${Math.max(length, 0.5).toFixed(1)}" height="8" rx="1"/><line class="axis" x1="40" x2="40" y1="0" y2="12"/></svg>`;
}

export function drawdownSection(report: Report): Markup | undefined {
  if (report.drawdowns.length === 0) return undefined;
  const columns: TableColumn[] = [
    { title: "Depth" },
    { title: report.run.currency, number: true },
    { title: "Peak" },
    { title: "Trough" },
    { title: "Recovered" },
    { title: "Lasted", number: true },
  ];
  const rows = report.drawdowns.map((drawdown) => [
    html`<span class="down">${percent(drawdown.depth)}</span>`,
    decimals(drawdown.amount),
    dateText(drawdown.peakTime),
    dateText(drawdown.troughTime),
    drawdown.recoveryTime === null ? "not yet" : dateText(drawdown.recoveryTime),
    durationText(drawdown.durationMs),
  ]);
  return card("drawdowns", "Deepest drawdowns", tableOf("drawdowns", columns, rows));
}

export function refusalSection(report: Report): Markup | undefined {
  const { byReason, total } = report.refusals;
  if (total === 0) return undefined;
  const columns: TableColumn[] = [
    { title: "Reason" },
    { title: "Count", number: true },
    { title: "Symbols" },
    { title: "Example" },
    { title: "Particulars" },
  ];
  const rows = byReason.map((row) => [
    row.code.replaceAll("_", " "),
    String(row.count),
    row.symbols.join(", "),
    row.exampleTime === null ? "" : minuteText(row.exampleTime),
    row.exampleDetail,
  ]);
  return card(
    "refusals",
    "Refused signals",
    tableOf("refusals", columns, rows),
    `${total} signals did not become an order.`,
  );
}

export function openPositionSection(report: Report): Markup | undefined {
  if (report.openPositions.length === 0) return undefined;
  const columns: TableColumn[] = [
    { title: "Symbol" },
    { title: "Side" },
    { title: "Opened" },
    { title: "Quantity", number: true },
    { title: "Entry", number: true },
    { title: "Last", number: true },
    { title: `Result, ${report.run.currency}`, number: true },
  ];
  const rows = report.openPositions.map((position) => [
    position.symbol,
    position.direction === "long" ? "▲ long" : "▼ short",
    minuteText(position.entryTime),
    String(Number(position.quantity.toPrecision(6))),
    price(position.entryPrice),
    price(position.markPrice),
    toned(position.unrealisedProfit, decimals(position.unrealisedProfit)),
  ]);
  return card("open-positions", "Still open", tableOf("open-positions", columns, rows));
}
