/** What must be known to repeat a run and to tell it from another. */
import { createHash } from "node:crypto";
import type { Settings } from "../../config/settings.ts";
import type { RunResult } from "../../engine/result.ts";
import { metricOf, type Report } from "../report/report.ts";
import { canonicalJson } from "./canonical.ts";
import { hashResult } from "./result-hash.ts";

export const RUN_FORMAT = "candlewright.run/1";

/** One series of candles that the run read. */
export interface DataFacts {
  readonly exchange: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly candles: number;
  /** Milliseconds UTC. */
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
  /** Of the candles' bytes, see `hashCandles`. */
  readonly sha256: string;
  readonly synthetic: boolean;
}

/** Equal facts give an equal result: from them the id is made. */
export interface RunFacts {
  readonly settings: Settings;
  readonly data: readonly DataFacts[];
  /** Of a strategy that the user wrote: file content, SHA-256, by instance name. */
  readonly strategyFiles: Readonly<Record<string, string>>;
  readonly codeVersion: string;
  readonly nodeVersion: string;
  readonly seed: number;
}

/** Figures for lists and comparisons: metric ids to values. */
const HEADLINE = [
  "total_return",
  "cagr",
  "sharpe",
  "sortino",
  "max_drawdown",
  "trade_count",
  "win_rate",
  "profit_factor",
  "expectancy",
  "time_in_market",
  "fees",
  "slippage_cost",
  "break_even_cost",
  "benchmark_return",
  "probabilistic_sharpe_2025",
] as const;
export type HeadlineMetric = (typeof HEADLINE)[number];

export interface RunRecord extends RunFacts {
  readonly format: typeof RUN_FORMAT;
  readonly id: string;
  /** ISO 8601; the only part that differs when a run is repeated. */
  readonly createdAt: string;
  /** See `hashResult`. */
  readonly resultHash: string;
  readonly figures: Readonly<Record<HeadlineMetric, number | null>>;
}

const ID_DIGITS = 10;

/** `ema_crossover-3f9c01d2ab`: the same facts give the same id, so a repeated run replaces itself. */
export function runId(facts: RunFacts): string {
  const digest = createHash("sha256").update(canonicalJson(facts)).digest("hex");
  const name = facts.settings.strategies
    .map((strategy) => strategy.name)
    .join("+")
    .replaceAll(/[^A-Za-z0-9_+-]+/g, "_")
    .slice(0, 60);
  return `${name || "run"}-${digest.slice(0, ID_DIGITS)}`;
}

/** @param createdAt when the run was made; the clock is the caller's */
export function recordRun(facts: RunFacts, result: RunResult, report: Report, createdAt: Date): RunRecord {
  const figures = Object.fromEntries(HEADLINE.map((id) => [id, metricOf(report, id).value])) as RunRecord["figures"];
  return {
    format: RUN_FORMAT,
    id: runId(facts),
    createdAt: createdAt.toISOString(),
    ...facts,
    resultHash: hashResult(result),
    figures,
  };
}
