/** Frames of the interactive charts; the page's script draws into them. */
import type { ChartInput } from "../../chart-input.ts";
import type { Report } from "../../report.ts";
import { html, type Markup } from "../markup.ts";
import type { PageData } from "../page/page-data.ts";

export function priceSection(charts: readonly ChartInput[], data: PageData): Markup | undefined {
  if (charts.length === 0) return undefined;
  const panes = Math.max(0, ...charts.map(({ indicators }) => new Set(indicators.map(({ pane }) => pane)).size));
  return html`<section class="card" id="charts" aria-labelledby="charts-title">
  <div class="card-head"><h2 id="charts-title">Price and trades</h2>${symbolChoice(charts)}</div>
  ${charts.map(
    ({ symbol, timeframe }, index) => html`<div class="panel" id="price-panel-${index}" hidden>
    <p class="legend" id="price-legend-${index}" aria-hidden="true"></p>
    <div class="chart ${panes > 1 ? "tall" : "price"}" id="price-chart-${index}" role="group" aria-label="Candles of ${symbol}, ${timeframe}, with trades and indicators. Arrow keys move, plus and minus zoom."></div>
    ${data.charts[index].note === "" ? undefined : html`<p class="note">${data.charts[index].note}</p>`}
  </div>`,
  )}
  <p class="detail" id="trade-detail" role="status" hidden></p>
  <p class="note"><span class="mark-entry">▲</span> entry <span class="mark-exit">●</span> exit; the dashed line between is green where the trade made money, red where it lost. Select a trade in the list to see it here.</p>
</section>`;
}

function symbolChoice(charts: readonly ChartInput[]): Markup {
  if (charts.length === 1) return html`<span class="muted">${charts[0].symbol}, ${charts[0].timeframe}</span>`;
  return html`<span class="controls"><label for="chart-symbol">Symbol</label><select id="chart-symbol">${charts.map(
    ({ symbol }) => html`<option>${symbol}</option>`,
  )}</select></span>`;
}

/** On a linear scale a tenfold rise hides everything before it. */
const WIDE_RANGE = 5;

function isWide({ curve }: Report): boolean {
  const values = [...curve.equity, ...(curve.benchmark ?? [])];
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return low > 0 && values.some((value) => value > low * WIDE_RANGE);
}

export function equitySection(report: Report): Markup {
  const panes = [
    "drawdown",
    ...(report.rollingSharpe === null ? [] : [`rolling Sharpe ratio of ${report.rollingSharpe.days} days`]),
  ];
  const benchmark = report.curve.benchmark === null ? "Equity" : "Equity against buy & hold";
  return html`<section class="card" aria-labelledby="equity-title">
  <div class="card-head"><h2 id="equity-title">${benchmark}</h2><button type="button" id="equity-log" class="toggle" aria-pressed="${String(isWide(report))}">Log scale</button></div>
  <p class="legend" id="equity-legend" aria-hidden="true"></p>
  <div class="chart tall" id="equity-chart" role="group" aria-label="${benchmark}, ${panes.join(", ")}. Arrow keys move, plus and minus zoom."></div>
  <p class="note"><span class="mark-equity">■</span> equity${report.curve.benchmark === null ? undefined : html` <span class="mark-hold">■</span> buy &amp; hold`}; below: ${panes.join(", then ")}.</p>
</section>`;
}
