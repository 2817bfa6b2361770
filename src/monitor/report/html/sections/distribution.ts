/** Monthly returns, the distribution of daily ones, and the excursions of trades: drawn here, no script needed. */
import { decimals, percent } from "../../number-format.ts";
import type { Histogram, Report, ReportTrade } from "../../report.ts";
import { html, type Markup } from "../markup.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A table, so that it reads without colours; the colour's strength follows the return. */
export function monthlySection(report: Report): Markup | undefined {
  if (report.monthly.length === 0) return undefined;
  const years = [...new Set(report.monthly.map(({ year }) => year))];
  const strongest = Math.max(...report.monthly.map((month) => Math.abs(month.return)), 1e-9);
  const rows = years.map((year) => {
    const months = report.monthly.filter((month) => month.year === year);
    const total = months.reduce((product, month) => product * (1 + month.return), 1) - 1;
    const cells = MONTHS.map((_, index) => {
      const found = months.find(({ month }) => month === index + 1);
      return found === undefined ? html`<td></td>` : heatCell(found.return, strongest);
    });
    return html`<tr><th scope="row">${year}</th>${cells}<td class="total ${total >= 0 ? "up" : "down"}">${decimals(total * 100, 1)}</td></tr>`;
  });
  return html`<section class="card" aria-labelledby="monthly-title"><h2 id="monthly-title">Monthly returns, %</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="monthly-title"><table class="heat"><thead><tr><th scope="col">Year</th>${MONTHS.map(
    (month) => html`<th scope="col">${month}</th>`,
  )}<th scope="col">Total</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function heatCell(value: number, strongest: number): Markup {
  const strength = Math.round(8 + 42 * Math.sqrt(Math.abs(value) / strongest));
  const tone = value > 0 ? "up" : value < 0 ? "down" : "flat";
  return html`<td class="heat-${tone}" style="--strength:${strength}%">${decimals(value * 100, 1)}</td>`;
}

const WIDTH = 560;
const HEIGHT = 250;
const LEFT = 8;
const BOTTOM = 26;

/** Counts of daily returns with the normal curve of the same mean and deviation. */
export function histogramSection(report: Report): Markup | undefined {
  const { dailyReturns } = report;
  if (dailyReturns === null) return undefined;
  return html`<section class="card" aria-labelledby="histogram-title"><h2 id="histogram-title">Daily returns</h2>
${histogramSvg(dailyReturns)}
<p class="note">Mean ${percent(dailyReturns.mean)}, standard deviation ${percent(dailyReturns.standardDeviation)} a day. The line is the normal distribution with the same two; heights are square roots of the counts, so that the tails show.</p></section>`;
}

function histogramSvg({ start, width, counts, mean, standardDeviation }: Histogram): Markup {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const normal = (value: number): number =>
    ((total * width) / (standardDeviation * Math.sqrt(2 * Math.PI))) *
    Math.exp(-0.5 * ((value - mean) / standardDeviation) ** 2);
  const end = start + width * counts.length;
  const top = Math.sqrt(Math.max(...counts, normal(mean)));
  const x = (value: number): number => LEFT + ((value - start) / (end - start)) * (WIDTH - 2 * LEFT);
  const y = (count: number): number => HEIGHT - BOTTOM - (Math.sqrt(count) / top) * (HEIGHT - BOTTOM - 10);
  const bars = counts.map((count, index) => {
    const from = start + index * width;
    const tone = from + width / 2 >= 0 ? "up" : "down";
    const label = `${percent(from)} to ${percent(from + width)}: ${count} ${count === 1 ? "day" : "days"}`;
    return html`<rect class="fill-${tone}" x="${(x(from) + 0.75).toFixed(1)}" y="${y(count).toFixed(1)}" width="${(x(from + width) - x(from) - 1.5).toFixed(1)}" height="${(HEIGHT - BOTTOM - y(count)).toFixed(1)}" rx="1"><title>${label}</title></rect>`;
  });
  const curve = Array.from({ length: 81 }, (_, step) => {
    const value = start + ((end - start) * step) / 80;
    return `${x(value).toFixed(1)},${y(normal(value)).toFixed(1)}`;
  }).join(" ");
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Histogram of ${total} daily returns, from ${percent(start)} to ${percent(end)}">
${bars}<polyline class="normal" points="${curve}"/>${axisTicks(start, end, x, HEIGHT - 8)}</svg>`;
}

/** Multiples of 1, 2 or 5 times a power of ten between two values, at most about `count`. */
function roundValues(start: number, end: number, count: number): { values: number[]; digits: number } {
  const rough = (end - start) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const first = Math.ceil(start / step);
  const values = Array.from({ length: Math.floor(end / step) - first + 1 }, (_, index) => (first + index) * step);
  // Digits after the point of the step in per cent.
  return { values, digits: Math.max(0, -Math.floor(Math.log10(step * 100) + 1e-9)) };
}

function axisTicks(start: number, end: number, x: (value: number) => number, baseline: number): Markup[] {
  const { values, digits } = roundValues(start, end, 9);
  return values
    .filter((value) => x(value) >= 18 && x(value) <= WIDTH - 18)
    .map(
      (value) =>
        html`<text x="${x(value).toFixed(1)}" y="${baseline}" text-anchor="middle">${percent(value, digits)}</text>`,
    );
}

/** Enough points to see the shape; the whole list is in the table and in the CSV. */
const POINTS_SHOWN = 1_500;

/** Each trade by how far it went against and for the position; an aligned diagonal would mean stops and targets do nothing. */
export function excursionSection(report: Report): Markup | undefined {
  if (report.trades.length === 0) return undefined;
  const step = Math.ceil(report.trades.length / POINTS_SHOWN);
  const trades = report.trades.filter((_, index) => index % step === 0);
  return html`<section class="card" aria-labelledby="excursion-title"><h2 id="excursion-title">Excursions while open</h2>
${excursionSvg(trades)}
<p class="note">Across: how far the price went against the position at worst (MAE). Up: how far in its favour at best (MFE). ▲ won, ▼ lost.${
    step > 1 ? ` Every ${step}th trade of ${report.trades.length}.` : ""
  }</p></section>`;
}

function excursionSvg(trades: readonly ReportTrade[]): Markup {
  const widest = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor((values.length - 1) * 0.99)] * 1.08 || 0.01;
  const adverse = widest(trades.map((trade) => -trade.maxAdverseExcursion));
  const favourable = widest(trades.map((trade) => trade.maxFavourableExcursion));
  const left = 46;
  const x = (value: number): number => left + (Math.min(value, adverse) / adverse) * (WIDTH - left - 12);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - (Math.min(value, favourable) / favourable) * (HEIGHT - BOTTOM - 12);
  const points = trades.map((trade) => {
    const px = x(-trade.maxAdverseExcursion);
    const py = y(trade.maxFavourableExcursion);
    const won = trade.profit > 0;
    const label = `#${trade.number} ${trade.symbol}: MAE ${percent(trade.maxAdverseExcursion)}, MFE ${percent(trade.maxFavourableExcursion)}, result ${percent(trade.profitFraction)}`;
    const tip = won ? -4 : 4;
    return html`<path class="fill-${won ? "up" : "down"} point" d="M${px.toFixed(1)} ${(py + tip).toFixed(1)}l-4 ${-tip * 1.75}h8z"><title>${label}</title></path>`;
  });
  const up = roundValues(0, favourable, 5);
  const across = roundValues(0, adverse, 6);
  const grid = [
    ...up.values.map(
      (
        value,
      ) => html`<line class="grid" x1="${left}" x2="${WIDTH - 12}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/>
<text x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${percent(value, up.digits)}</text>`,
    ),
    ...across.values.map(
      (value) =>
        html`<text x="${x(value).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${percent(-value, across.digits)}</text>`,
    ),
  ];
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Maximum adverse against maximum favourable excursion of ${trades.length} trades">
${grid}<line class="axis" x1="${left}" x2="${WIDTH - 12}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>${points}</svg>`;
}
