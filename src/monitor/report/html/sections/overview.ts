/** The top of the page: what was run, what came out, and the figures that matter most. */
import type { MetricResult } from "../../../metrics/measure.ts";
import { decimals, minuteText, money, percent, valueText } from "../../number-format.ts";
import { metricOf, type Report } from "../../report.ts";
import { html, type Markup } from "../markup.ts";

export function masthead(report: Report): Markup {
  const { run } = report;
  const facts = [
    run.symbols.join(", "),
    run.timeframes.join(", "),
    `${minuteText(run.startTime)} to ${minuteText(run.endTime)} UTC`,
    `${decimals(run.days, run.days < 10 ? 1 : 0)} days`,
    `started with ${money(run.startingCash, run.currency)}`,
  ];
  return html`<header class="masthead">
  ${report.synthetic ? html`<h1 class="synthetic">${report.heading}</h1>` : html`<h1>${report.heading}</h1>`}
  ${run.strategies.map(
    (strategy) =>
      html`<p class="strategy"><strong>${strategy.name}</strong> ${Object.entries(strategy.parameters).map(
        ([name, value]) => html`<code>${name} ${String(value)}</code> `,
      )}<code>allocation ${percent(strategy.capitalAllocation, 0)}</code></p>`,
  )}
  <p class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</p>
</header>`;
}

export function summary(report: Report): Markup {
  const [first, ...rest] = report.summary;
  return html`<section class="summary" aria-label="Summary">
  <p class="verdict">${first}</p>
  <ul>${rest.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</section>`;
}

/** A figure of the cards: what puts it into perspective, and how it is drawn where it has no interval. */
interface Card {
  readonly id: string;
  readonly title: string;
  /** Metric named beside it; its value replaces the `%`. */
  readonly beside: string;
  readonly phrase: string;
  readonly drawing?: (report: Report) => Markup | undefined;
}

const CARDS: readonly Card[] = [
  {
    id: "total_return",
    title: "Total return",
    beside: "benchmark_return",
    phrase: "buy & hold %",
    drawing: (report) => line(report.curve.equity, "accent"),
  },
  { id: "sharpe", title: "Sharpe ratio", beside: "benchmark_sharpe", phrase: "buy & hold %" },
  {
    id: "max_drawdown",
    title: "Maximum drawdown",
    beside: "drawdown_to_expect",
    phrase: "by bad luck, 1 in 20: %",
    drawing: (report) => line(report.curve.drawdown, "down"),
  },
  { id: "win_rate", title: "Win rate", beside: "trade_count", phrase: "% closed" },
  { id: "profit_factor", title: "Profit factor", beside: "expectancy", phrase: "% a trade" },
  {
    id: "break_even_cost",
    title: "Break-even cost a side",
    beside: "cost_of_turnover",
    phrase: "paid %",
    drawing: (report) => costGauge(report),
  },
  {
    id: "probabilistic_sharpe_2025",
    title: "Probability of a Sharpe above zero",
    beside: "minimum_track_record_2025",
    phrase: "proof would take %",
    drawing: (report) => gauge(metricOf(report, "probabilistic_sharpe_2025").value, 0.95),
  },
  {
    id: "time_in_market",
    title: "Time in the market",
    beside: "average_exposure",
    phrase: "mean exposure %",
    drawing: (report) => gauge(metricOf(report, "time_in_market").value),
  },
];

export function keyFigures(report: Report): Markup {
  return html`<section class="figures" aria-label="Key figures">${CARDS.map((card) => cardOf(card, report))}</section>`;
}

function textOf(metric: MetricResult, report: Report): string | undefined {
  return metric.value === null ? undefined : valueText(metric.value, metric.unit, report.run.currency);
}

/** Metrics whose sign says good or bad; the others are not coloured. */
const SIGNED = new Set(["total_return", "sharpe"]);

function cardOf({ id, title, beside, phrase, drawing }: Card, report: Report): Markup {
  const metric = metricOf(report, id);
  const { value, formula, convention } = metric;
  const explanation = `${metric.name}: ${formula}; ${convention}; ${metric.n} ${metric.of}`;
  const besideMetric = metricOf(report, beside);
  const besideText = textOf(besideMetric, report);
  const besideLine = html`<p class="beside">${besideText === undefined ? besideMetric.why : phrase.replace("%", () => besideText)}</p>`;
  const text = textOf(metric, report);
  if (value === null || text === undefined)
    return html`<article title="${explanation}"><h2>${title}</h2><p class="value muted">n/a</p><p class="range-text">${metric.why}</p>${besideLine}</article>`;
  const tone = SIGNED.has(id) && value !== 0 ? (value > 0 ? "up" : "down") : "";
  const [, amount, suffix] = /^(\S+)(.*)$/.exec(text) ?? [text, text, ""];
  return html`<article title="${explanation}"><h2>${title}</h2>
<p class="value ${tone}">${tone === "up" ? "+" : ""}${amount}<small>${suffix}</small></p>
${drawing?.(report) ?? intervalBar(metric, report)}${besideLine}</article>`;
}

const LINE_POINTS = 120;

/** A series as a small line, without axes: its shape only. */
function line(values: readonly number[], tone: "accent" | "down"): Markup {
  const step = Math.max(1, Math.ceil(values.length / LINE_POINTS));
  const shown = values.filter((_, index) => index % step === 0 || index === values.length - 1);
  const low = Math.min(...shown);
  const range = Math.max(...shown) - low || 1;
  const points = shown
    .map(
      (value, index) =>
        `${((index / Math.max(1, shown.length - 1)) * 100).toFixed(2)},${(29 - ((value - low) / range) * 26).toFixed(2)}`,
    )
    .join(" ");
  return html`<svg class="spark ${tone}" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points}"/></svg>`;
}

/** A share of 1 as a bar, with an optional mark. */
function gauge(share: number | null, mark?: number): Markup | undefined {
  if (share === null) return undefined;
  const end = (Math.min(1, Math.max(0, share)) * 100).toFixed(2);
  return html`<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><line class="track" x1="0" y1="6" x2="100" y2="6"/><line class="filled" x1="0" y1="6" x2="${end}" y2="6"/>${
    mark === undefined ? undefined : html`<line class="neutral" x1="${mark * 100}" y1="1" x2="${mark * 100}" y2="11"/>`
  }</svg>`;
}

/** What the fills bear as a bar, what they paid as a mark on the same scale. */
function costGauge(report: Report): Markup | undefined {
  const borne = metricOf(report, "break_even_cost").value;
  const paid = metricOf(report, "cost_of_turnover").value;
  if (borne === null || paid === null) return undefined;
  const scale = Math.max(borne, paid) * 1.05 || 1;
  return gauge(borne / scale, paid / scale);
}

/** The interval as a bar with the value on it, and where the metric turns from good to bad. */
function intervalBar(metric: MetricResult, report: Report): Markup | undefined {
  const { value, interval, unit } = metric;
  if (interval === undefined || value === null) return undefined;
  const neutral = metric.id === "profit_factor" ? 1 : metric.id === "win_rate" ? undefined : 0;
  const ends = neutral === undefined ? [interval.low, interval.high] : [interval.low, interval.high, neutral];
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const at = (position: number): string => (3 + ((position - low) / span) * 94).toFixed(2);
  const range = `${valueText(interval.low, unit, report.run.currency)} to ${valueText(interval.high, unit, report.run.currency)}`;
  const label = `${percent(interval.confidence, 0)} interval ${range}`;
  return html`<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="${label}"><title>${label}</title>
<line class="track" x1="0" y1="6" x2="100" y2="6"/><line class="range" x1="${at(interval.low)}" y1="6" x2="${at(interval.high)}" y2="6"/>${
    neutral === undefined
      ? undefined
      : html`<line class="neutral" x1="${at(neutral)}" y1="1" x2="${at(neutral)}" y2="11"/>`
  }<line class="point" x1="${at(value)}" y1="2" x2="${at(value)}" y2="10"/></svg><p class="range-text">${label}</p>`;
}
