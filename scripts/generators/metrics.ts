import { defaultConventions, type Metric } from "../../src/monitor/metrics/metric.ts";
import { allMetrics, familyTitles } from "../../src/monitor/metrics/registry.ts";
import { code, generatedNote, markdownTable } from "./markdown.ts";

const INTRODUCTION = `# Metrics

Every report prints these values with unit, sample size and, where there is one, a ${defaultConventions.confidence * 100} % confidence interval.
A value that cannot be computed is \`null\` with the reason, never 0 or infinity.

Unless a metric says otherwise: returns are daily, from equity marked at 00:00 UTC with open positions at the last close;
P = ${defaultConventions.periodsPerYear} periods a year; the risk-free rate is ${defaultConventions.riskFreeRate}; standard deviations have the divisor n - 1; intervals come from
a stationary block bootstrap (Politis & Romano) with a fixed seed. *Minimum* is the sample below which the value is \`null\`.`;

const TITLES = ["Metric", "Id", "Unit", "Formula", "Convention", "Minimum", "Interval"] as const;

/** The whole of `docs/metrics.md`. */
export function metricsDocument(): string {
  const sections = Object.entries(familyTitles).map(([family, title]) => {
    const rows = allMetrics.filter((metric) => metric.family === family).map(row);
    return `## ${title}\n\n${markdownTable(TITLES, rows)}`;
  });
  return `${[generatedNote("src/monitor/metrics"), INTRODUCTION, ...sections].join("\n\n")}\n`;
}

function row({ id, name, unit, formula, convention, minimum, interval, source }: Metric): string[] {
  return [
    name,
    code(id),
    unit,
    code(formula),
    `${convention}${source === undefined ? "" : `. Source: ${source}`}`,
    minimum.count === 0 ? "" : `${minimum.count} ${minimum.of}`,
    interval === undefined ? "" : interval.kind === "bootstrap" ? "bootstrap" : interval.name,
  ];
}
