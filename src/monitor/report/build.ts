/** Builds the report of a run: everything is computed once, here; the outputs only draw. */
import type { RunResult, Trade } from "../../engine/result.ts";
import { DAY_MS } from "../../engine/timeframe.ts";
import { dailyMarks } from "../metrics/daily.ts";
import { deepest } from "../metrics/drawdowns.ts";
import { refusalTotal } from "../metrics/execution.ts";
import { measure } from "../metrics/measure.ts";
import type { Conventions } from "../metrics/metric.ts";
import { allMetrics } from "../metrics/registry.ts";
import { sampleOf, type Trials } from "../metrics/sample.ts";
import { breakdownsOf } from "./breakdowns.ts";
import { buyAndHold, symbolWeights } from "./buy-and-hold.ts";
import type { ChartInput } from "./chart-input.ts";
import { displayCurve, histogramOf, rollingSharpe } from "./display-curve.ts";
import { refusalsByReason } from "./refusals.ts";
import { regimesOf } from "./regimes.ts";
import {
  type Breakdown,
  REPORT_FORMAT,
  type Report,
  type ReportTrade,
  type StrategyFacts,
  SYNTHETIC_HEADING,
} from "./report.ts";
import { conventionStatements, summarySentences } from "./statements.ts";

export interface ReportInput {
  readonly result: RunResult;
  readonly strategies: readonly StrategyFacts[];
  /** Candles of every traded symbol; without them there is no benchmark. */
  readonly charts: readonly ChartInput[];
  /** True for generated candles: the report says that it proves nothing. */
  readonly synthetic: boolean;
  readonly runId?: string;
  readonly conventions?: Partial<Conventions>;
  readonly trials?: Trials;
  /** The parts that will be looked at; all without it. */
  readonly parts?: ReportParts;
}

/** What a report can be spared where only a part of it is shown. */
export interface ReportParts {
  /** Ids of the metrics. */
  readonly metrics: readonly string[];
  readonly breakdowns: readonly Breakdown["id"][];
  /** How many of the trades, the last ones. */
  readonly lastTrades: number;
  /** False leaves out what only charts show: the curve's drawdown, the rolling Sharpe ratio, the histogram. */
  readonly charts: boolean;
}

const DRAWDOWNS_SHOWN = 5;

export function buildReport(input: ReportInput): Report {
  const { result, charts, synthetic, runId, parts } = input;
  const strategies = input.strategies.map(strategyFacts);
  const weights = symbolWeights(strategies);
  const benchmarkAt = (marks: Float64Array): Float64Array | undefined => buyAndHold(result, weights, charts, marks);
  const marks = dailyMarks(result.startTime, result.endTime);
  const benchmarkEquity = benchmarkAt(marks);
  const sample = sampleOf(result, {
    ...(input.conventions === undefined ? {} : { conventions: input.conventions }),
    ...(input.trials === undefined ? {} : { trials: input.trials }),
    ...(benchmarkEquity === undefined ? {} : { benchmarkEquity }),
  });
  const metrics = measure(
    sample,
    parts === undefined ? allMetrics : allMetrics.filter(({ id }) => parts.metrics.includes(id)),
  );
  const symbols = [...weights.keys()];
  const hasCharts = parts?.charts !== false;
  return {
    format: REPORT_FORMAT,
    heading: synthetic
      ? SYNTHETIC_HEADING
      : `${strategies.map(({ name }) => name).join(", ")} on ${symbols.join(", ")}`,
    synthetic,
    run: {
      id: runId ?? null,
      strategies,
      symbols,
      timeframes: [...new Set(strategies.map(({ timeframe }) => timeframe))],
      startTime: result.startTime,
      endTime: result.endTime,
      days: sample.elapsedMs / DAY_MS,
      currency: result.currency,
      startingCash: result.startingCash,
      finalEquity: result.finalEquity,
    },
    summary: summarySentences(sample, metrics),
    conventions: conventionStatements(sample),
    metrics,
    curve: displayCurve(result, benchmarkAt, hasCharts),
    monthly: sample.months,
    rollingSharpe: hasCharts ? rollingSharpe(sample) : null,
    dailyReturns: hasCharts ? histogramOf(sample.returns) : null,
    drawdowns: deepest(sample.drawdowns, DRAWDOWNS_SHOWN),
    breakdowns: breakdownsOf(sample.trades, regimeLookup(marks, benchmarkEquity), parts?.breakdowns),
    refusals: {
      total: refusalTotal(result),
      byReason: refusalsByReason(result.refusalCounts, result.refusals),
    },
    trades: reportTrades(sample.trades, parts?.lastTrades ?? sample.trades.length),
    openPositions: result.openPositions,
  };
}

/** Only what the report shows: a caller may hand over more. */
function strategyFacts(strategy: StrategyFacts): StrategyFacts {
  const { name, strategyName, parameters, symbols, timeframe, capitalAllocation } = strategy;
  return { name, strategyName, parameters, symbols, timeframe, capitalAllocation };
}

/** The regime at the last daily mark at or before an instant. */
function regimeLookup(
  marks: Float64Array,
  benchmarkEquity: Float64Array | undefined,
): ((time: number) => string) | undefined {
  if (benchmarkEquity === undefined) return undefined;
  const regimes = regimesOf(benchmarkEquity);
  return (time) => {
    // Between the start and the next midnight lies mark 0, after it one mark a day.
    const index = time < marks[1] ? 0 : 1 + Math.floor((time - marks[1]) / DAY_MS);
    return regimes[Math.min(Math.max(index, 0), regimes.length - 1)];
  };
}

function reportTrades(trades: readonly Trade[], count: number): ReportTrade[] {
  const first = Math.max(0, trades.length - count);
  return trades.slice(first).map((trade, index) => reportTrade(trade, first + index));
}

function reportTrade(trade: Trade, index: number): ReportTrade {
  const risk = Math.abs(trade.entryPrice - trade.initialStopPrice) * trade.quantity;
  return {
    number: index + 1,
    strategy: trade.strategy,
    symbol: trade.symbol,
    direction: trade.direction,
    entryTime: trade.entryTime,
    entryPrice: trade.entryPrice,
    exitTime: trade.exitTime,
    exitPrice: trade.exitPrice,
    quantity: trade.quantity,
    fees: trade.fees,
    slippageCost: trade.slippageCost,
    profit: trade.profit,
    profitFraction: trade.profitFraction,
    riskMultiple: risk > 0 ? trade.profit / risk : null,
    entryReason: trade.entryReason,
    exitReason: trade.exitReason,
    initialStopPrice: Number.isNaN(trade.initialStopPrice) ? null : trade.initialStopPrice,
    maxAdverseExcursion: trade.maxAdverseExcursion,
    maxFavourableExcursion: trade.maxFavourableExcursion,
    entries: trade.entries,
  };
}
