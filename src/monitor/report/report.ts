/** The report of a run: plain data (JSON-able) from which every output is drawn. Times are milliseconds UTC, shares are of 1. */
import type { AnyParameterValues } from "../../engine/parameters.ts";
import type { Direction, ExitReason, OpenPosition } from "../../engine/result.ts";
import type { MonthReturn } from "../metrics/daily.ts";
import type { Drawdown } from "../metrics/drawdowns.ts";
import type { MetricResult } from "../metrics/measure.ts";

export const REPORT_FORMAT = "candlewright.report/1";

/** Printed over every report of generated candles. */
export const SYNTHETIC_HEADING = "synthetic: says nothing about a market";

export interface StrategyFacts {
  /** Of the instance. */
  readonly name: string;
  /** A shipped name, or the path of a file. */
  readonly strategyName: string;
  readonly parameters: AnyParameterValues;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  readonly capitalAllocation: number;
}

/** One choice that the figures rest on. */
export interface Statement {
  readonly label: string;
  readonly text: string;
}

export interface ReportTrade {
  /** 1-based, in order of exit. */
  readonly number: number;
  readonly strategy: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  readonly quantity: number;
  readonly fees: number;
  readonly slippageCost: number;
  /** Net of fees. */
  readonly profit: number;
  readonly profitFraction: number;
  /** Profit over the initial risk; null without a stop when the position was opened. */
  readonly riskMultiple: number | null;
  readonly entryReason: string;
  readonly exitReason: ExitReason;
  readonly initialStopPrice: number | null;
  readonly maxAdverseExcursion: number;
  readonly maxFavourableExcursion: number;
  readonly entries: number;
}

/** What the trades of one group made together. */
export interface BreakdownRow {
  readonly key: string;
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** null where no trade won or lost anything. */
  readonly winRate: number | null;
  /** null without losing trades. */
  readonly profitFactor: number | null;
  readonly profit: number;
  /** Mean of profit over entry notional. */
  readonly averageProfitFraction: number;
  readonly fees: number;
}

export interface Breakdown {
  readonly id: "symbol" | "strategy" | "exit_reason" | "direction" | "hour" | "weekday" | "month" | "regime";
  readonly title: string;
  /** How trades are assigned. */
  readonly convention: string;
  readonly rows: readonly BreakdownRow[];
}

export interface RefusalRow {
  readonly code: string;
  readonly count: number;
  readonly symbols: readonly string[];
  /** The last one recorded in detail; null where none was kept. */
  readonly exampleTime: number | null;
  readonly exampleDetail: string;
}

/** The equity for charts: at most a few thousand points. */
export interface DisplayCurve {
  /** Distance of the points; each shows the last equity at or before its time. */
  readonly stepMs: number;
  readonly time: readonly number[];
  readonly equity: readonly number[];
  /** Deepest drawdown since the point before: downsampling hides no loss. */
  readonly drawdown: readonly number[];
  /** Buy & hold; null without candles. */
  readonly benchmark: readonly number[] | null;
}

export interface RollingSharpe {
  readonly days: number;
  readonly time: readonly number[];
  readonly sharpe: readonly (number | null)[];
}

export interface Histogram {
  /** Lower edge of the first bin. */
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface Report {
  readonly format: typeof REPORT_FORMAT;
  /** What stands over everything: the strategies and symbols, or that the data are synthetic. */
  readonly heading: string;
  readonly synthetic: boolean;
  readonly run: {
    readonly id: string | null;
    readonly strategies: readonly StrategyFacts[];
    readonly symbols: readonly string[];
    readonly timeframes: readonly string[];
    readonly startTime: number;
    readonly endTime: number;
    readonly days: number;
    readonly currency: string;
    readonly startingCash: number;
    readonly finalEquity: number;
  };
  /** What happened, in sentences; the first is the result, warnings come last. */
  readonly summary: readonly string[];
  /** Fill convention, fees, annualisation, trials, sample size, benchmark: what the numbers mean. */
  readonly conventions: readonly Statement[];
  readonly metrics: readonly MetricResult[];
  readonly curve: DisplayCurve;
  readonly monthly: readonly MonthReturn[];
  readonly rollingSharpe: RollingSharpe | null;
  readonly dailyReturns: Histogram | null;
  /** The deepest five. */
  readonly drawdowns: readonly Drawdown[];
  readonly breakdowns: readonly Breakdown[];
  readonly refusals: { readonly total: number; readonly byReason: readonly RefusalRow[] };
  readonly trades: readonly ReportTrade[];
  readonly openPositions: readonly OpenPosition[];
}

/** The metric of this id; the registry and its users change together, so an unknown id is a defect. */
export function metricOf(report: Pick<Report, "metrics">, id: string): MetricResult {
  const metric = report.metrics.find((candidate) => candidate.id === id);
  if (metric === undefined) throw new Error(`No metric is called ${id}.`);
  return metric;
}
