/** Every metric, by family, in the order in which reports show them. */
import { benchmarkMetrics } from "./benchmark.ts";
import { costMetrics } from "./costs.ts";
import { distributionMetrics } from "./distribution.ts";
import { drawdownMetrics } from "./drawdown.ts";
import { excursionMetrics } from "./excursions.ts";
import { executionMetrics } from "./execution.ts";
import { exposureMetrics } from "./exposure.ts";
import { honestyMetrics } from "./honesty.ts";
import type { Family, Metric } from "./metric.ts";
import { ratioMetrics } from "./ratios.ts";
import { returnMetrics } from "./returns.ts";
import { stabilityMetrics } from "./stability.ts";
import { tradeMetrics } from "./trades.ts";

export const allMetrics: readonly Metric[] = [
  ...returnMetrics,
  ...ratioMetrics,
  ...drawdownMetrics,
  ...distributionMetrics,
  ...tradeMetrics,
  ...excursionMetrics,
  ...exposureMetrics,
  ...costMetrics,
  ...benchmarkMetrics,
  ...stabilityMetrics,
  ...honestyMetrics,
  ...executionMetrics,
];

/** Headings of the families, in the order of the registry. */
export const familyTitles: Readonly<Record<Family, string>> = {
  returns: "Returns",
  ratios: "Reward over risk",
  drawdown: "Drawdown",
  distribution: "Distribution of daily returns",
  trades: "Trades",
  excursions: "Excursions",
  exposure: "Exposure",
  costs: "Costs",
  benchmark: "Against buy & hold",
  stability: "Stability",
  honesty: "How much it proves",
  execution: "Signals and orders",
};
