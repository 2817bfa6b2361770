/** One backtest from settings to report: what `backtest` prints, `runs verify` repeats and `npm start` shows. */
import type { Settings } from "../../config/settings.ts";
import type { RunResult } from "../../engine/result.ts";
import { runBacktest } from "../../engine/run.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { HandlerFailure } from "../../engine/handler.ts";
import type { ChartInput } from "../../monitor/report/chart-input.ts";
import { buildReport } from "../../monitor/report/build.ts";
import type { Report, StrategyFacts } from "../../monitor/report/report.ts";
import type { RunFacts } from "../../monitor/runs/record.ts";
import { TEXT_PARTS } from "../report-text.ts";
import { blameStrategy } from "../strategy-blame.ts";
import { type Assembly, assemble, type AssemblyOptions } from "./assembly.ts";
import { bareCharts, chartInputs } from "./chart-inputs.ts";
import { softwareOf } from "./software.ts";

export interface BacktestOptions extends AssemblyOptions {
  /** Called as the run advances, with the time reached and the share done (0..1). */
  readonly onProgress?: (time: number, share: number) => void;
}

export interface Backtest {
  readonly assembly: Assembly;
  readonly result: RunResult;
  readonly facts: RunFacts;
  /** Strategies that failed on the way and were stopped. */
  readonly failures: readonly HandlerFailure[];
}

/** Runs the settings over stored candles. */
export async function backtest(settings: Settings, options: BacktestOptions): Promise<Backtest> {
  const assembly = await assemble(settings, options);
  const failures: HandlerFailure[] = [];
  const start = Math.min(...assembly.data.map((series) => series.firstOpenTime));
  const end = Math.max(...assembly.data.map((series) => series.lastOpenTime));
  const result = runBacktest({
    ...assembly.input,
    onFailure: (failure) => failures.push(placed(failure, settings)),
    onProgress: (_instants, time) => {
      const share = (time - start) / (end - start);
      options.heartbeat?.reached(time, share);
      options.onProgress?.(time, share);
    },
  });
  return { assembly, result, failures, facts: await factsOf(settings, assembly) };
}

/** The failure with the candle and, for a user's own strategy, the place in its file that it came from. */
function placed(failure: HandlerFailure, settings: Settings): HandlerFailure {
  const { strategyName } = settings.strategies.find(({ name }) => name === failure.strategy) ?? { strategyName: "" };
  const blamed = blameStrategy(failure.error, strategyName);
  const { code, what, why, fix, context } = blamed instanceof CandlewrightError ? blamed : failure.error;
  const candle = `${failure.symbol}, candle that closes at ${new Date(failure.time).toISOString()}`;
  const detail = `${context.detail ?? ""} (${candle})`.trim();
  return { ...failure, error: new CandlewrightError({ code, what, why, fix }, { ...context, detail }) };
}

async function factsOf(settings: Settings, assembly: Assembly): Promise<RunFacts> {
  return {
    settings,
    data: assembly.data,
    ...(await softwareOf(settings)),
    seed: 0,
  };
}

/** What the report needs to know of each strategy. */
function strategyFacts(settings: Settings): StrategyFacts[] {
  return settings.strategies.map(({ name, strategyName, parameters, symbols, timeframe, capitalAllocation }) => ({
    name,
    strategyName,
    parameters,
    symbols,
    timeframe,
    capitalAllocation,
  }));
}

/** The report, and what its page draws. */
export async function reportOf({
  assembly,
  result,
  facts,
}: Backtest): Promise<{ report: Report; charts: ChartInput[] }> {
  const { strategies, streams, planInputs } = assembly.input;
  const { wanted } = assembly;
  const charts = wanted === "everything" ? chartInputs(strategies, streams, planInputs ?? {}) : bareCharts(streams);
  const report = buildReport({
    result,
    strategies: strategyFacts(facts.settings),
    charts,
    synthetic: assembly.synthetic,
    // Without the candles' fingerprints the facts say too little to name the run.
    ...(wanted === "everything" ? { runId: (await import("../../monitor/runs/record.ts")).runId(facts) } : {}),
    ...(wanted === "text" ? { parts: TEXT_PARTS } : {}),
  });
  return { report, charts };
}
