/** The report as ONE HTML file: styles, scripts and data inside, nothing loaded from anywhere. */
import { createHash } from "node:crypto";
import type { ChartInput } from "../chart-input.ts";
import type { Report } from "../report.ts";
import { chartLibrary, pageScript } from "./assets.ts";
import { html, Markup } from "./markup.ts";
import { compressed, pageData } from "./pack.ts";
import { equitySection, priceSection } from "./sections/charts.ts";
import { excursionSection, histogramSection, monthlySection } from "./sections/distribution.ts";
import { conventionsSection, metricsSection } from "./sections/metrics.ts";
import { keyFigures, masthead, summary } from "./sections/overview.ts";
import { breakdownSections, drawdownSection, openPositionSection, refusalSection } from "./sections/tables.ts";
import { tradeSection } from "./sections/trades.ts";
import { STYLE } from "./style.ts";

const LOGO = new Markup(
  '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><path d="M10 4v24M22 4v24" stroke="currentColor" stroke-width="1.6" opacity=".55"/><rect x="6.5" y="9" width="7" height="14" rx="1.5" fill="currentColor" opacity=".55"/><rect x="18.5" y="7" width="7" height="12" rx="1.5" fill="var(--accent)"/></svg>',
);

/**
 * @param charts the candles and indicators to draw; those of the report, or none
 * @returns the whole document
 */
export function reportHtml(report: Report, charts: readonly ChartInput[]): string {
  const scripts = [chartLibrary(), pageScript()];
  const data = pageData(report, charts);
  const title = `${report.run.strategies.map(({ name }) => name).join(", ")} on ${report.run.symbols.join(", ")}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(scripts)}"/>
<title>${report.synthetic ? "Synthetic: " : ""}${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="topbar">${LOGO}<span class="brand">Candlewright</span><span class="muted">backtest report</span><button type="button" id="theme" class="toggle" hidden>◐</button></div>
<main id="main">
${masthead(report)}
${summary(report)}
${keyFigures(report)}
${priceSection(charts, data)}
${equitySection(report)}
<div class="columns">${[monthlySection(report), histogramSection(report), excursionSection(report)].filter((part) => part !== undefined)}
${[drawdownSection(report), openPositionSection(report), refusalSection(report)].filter((part) => part !== undefined)}
${breakdownSections(report)}</div>
${tradeSection(report)}
${metricsSection(report)}
${conventionsSection(report)}
</main>
<footer><p>${report.run.id === null ? "" : `Run ${report.run.id}. `}Times are UTC. Past results, simulated ones above all, promise nothing.</p>
<p>Charts: TradingView Lightweight Charts™, Copyright (c) 2025 TradingView, Inc., <a href="https://www.tradingview.com/">https://www.tradingview.com/</a>, Apache License 2.0.</p></footer>
${new Markup(`<script type="text/plain" id="data">${compressed(data)}</script>`)}
${scripts.map((code) => new Markup(`<script>${code}</script>`))}
</body>
</html>
`;
  return page.text;
}

/** Only these very scripts may run, and nothing may be loaded: an injected tag would be dead. */
function contentSecurityPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
  return `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}
