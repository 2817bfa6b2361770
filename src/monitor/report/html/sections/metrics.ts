/** Every metric with its interval, sample and formula, and what all numbers rest on. */
import type { MetricResult } from "../../../metrics/measure.ts";
import { familyTitles } from "../../../metrics/registry.ts";
import { decimals, valueText } from "../../number-format.ts";
import type { Report } from "../../report.ts";
import { html, type Markup } from "../markup.ts";

export function metricsSection(report: Report): Markup {
  const families = Object.entries(familyTitles).map(([family, title]) => {
    const rows = report.metrics
      .filter((metric) => metric.family === family)
      .map((metric) => metricRow(metric, report.run.currency));
    return html`<details><summary>${title} <span class="muted">${rows.length}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="metrics"><thead><tr><th scope="col">Metric</th><th scope="col" class="number">Value</th><th scope="col" class="number">Interval</th><th scope="col" class="number">Sample</th><th scope="col">Formula and convention</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
  });
  return html`<section class="card" aria-labelledby="metrics-title"><h2 id="metrics-title">All metrics</h2>${families}</section>`;
}

function metricRow(metric: MetricResult, currency: string): Markup {
  const { name, value, unit, interval, n, of, formula, convention, why } = metric;
  const range =
    interval === undefined
      ? ""
      : `${valueText(interval.low, unit, currency)} to ${valueText(interval.high, unit, currency)}`;
  return html`<tr><th scope="row">${name}</th><td class="number">${
    value === null ? html`<span class="muted">n/a</span>` : valueText(value, unit, currency)
  }</td><td class="number" title="${interval?.method ?? ""}">${range}</td><td class="number">${decimals(n, 0)} ${of}</td><td><code>${formula}</code> ${
    why === undefined ? convention : html`<em>n/a: ${why}.</em> ${convention}`
  }</td></tr>`;
}

export function conventionsSection(report: Report): Markup {
  return html`<section class="card" aria-labelledby="conventions-title"><h2 id="conventions-title">What these numbers mean</h2><dl>${report.conventions.map(
    ({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`,
  )}</dl></section>`;
}
