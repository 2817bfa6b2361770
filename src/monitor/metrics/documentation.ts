/** `docs/metrics.md`, written from the registry. */
import { defaultConventions, type Metric } from "./metric.ts";
import { allMetrics, familyTitles } from "./registry.ts";

const INTRODUCTION = `# Metrics

Generated from the metric registry (\`src/monitor/metrics\`). Every report prints these values with unit, sample size and,
where there is one, a ${defaultConventions.confidence * 100} % confidence interval. A value that cannot be computed is \`null\` with the reason, never 0 or infinity.

Unless a metric says otherwise: returns are daily, from equity marked at 00:00 UTC with open positions at the last close;
P = ${defaultConventions.periodsPerYear} periods a year; the risk-free rate is ${defaultConventions.riskFreeRate}; standard deviations have the divisor n - 1; intervals come from a
stationary block bootstrap (Politis & Romano) with a fixed seed. *Minimum* is the sample below which the value is \`null\`.
`;

/** The whole document. */
export function metricsDocument(): string {
  const sections = Object.entries(familyTitles).map(([family, title]) => {
    const rows = allMetrics.filter((metric) => metric.family === family).map(row);
    return `## ${title}\n\n| Metric | Unit | Formula | Convention | Minimum | Interval |\n|---|---|---|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

function row(metric: Metric): string {
  const { id, name, unit, formula, convention, minimum, interval, source } = metric;
  const cells = [
    `**${name}** \`${id}\``,
    unit,
    `\`${formula}\``,
    `${convention}${source === undefined ? "" : `. Source: ${source}`}`,
    minimum.count === 0 ? "" : `${minimum.count} ${minimum.of}`,
    interval === undefined ? "" : interval.kind === "bootstrap" ? "bootstrap" : interval.name,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
