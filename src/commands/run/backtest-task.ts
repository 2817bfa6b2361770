/** A backtest with all that comes of it as plain data, so that it can run in a thread of its own. */
import type { Settings } from "../../config/settings.ts";
import type { MarketInfo } from "../../data/markets/market-info.ts";
import type { RunResult } from "../../engine/result.ts";
import type { ChartInput } from "../../monitor/report/chart-input.ts";
import type { Report } from "../../monitor/report/report.ts";
import type { RunFacts } from "../../monitor/runs/record.ts";
import { type PlainError, toPlain } from "../watch/error-transfer.ts";
import type { Heartbeat } from "../watch/heartbeat.ts";
import type { AssemblyOptions } from "./assembly.ts";
import { type Backtest, backtest, reportOf } from "./backtest-run.ts";

export interface BacktestRequest {
  readonly settings: Settings;
  readonly options: AssemblyOptions;
}

/** A strategy that failed on the way and was stopped. */
export interface StoppedStrategy {
  readonly strategy: string;
  readonly symbol: string;
  /** Close of the candle on which it failed, milliseconds UTC. */
  readonly time: number;
  readonly errors: readonly PlainError[];
}

export interface BacktestOutcome {
  readonly result: RunResult;
  readonly report: Report;
  readonly charts: readonly ChartInput[];
  readonly facts: RunFacts;
  readonly markets: readonly MarketInfo[];
  readonly stopped: readonly StoppedStrategy[];
}

/** Everything that a finished backtest has to say. */
export async function outcomeOf(done: Backtest): Promise<BacktestOutcome> {
  const { result, facts, assembly, failures } = done;
  const stopped = failures.map(({ strategy, symbol, time, error }) => ({
    strategy,
    symbol,
    time,
    errors: toPlain(error),
  }));
  return { ...(await reportOf(done)), result, facts, markets: assembly.markets, stopped };
}

/** In a worker. */
export async function backtestTask(
  { settings, options }: BacktestRequest,
  heartbeat: Heartbeat,
): Promise<BacktestOutcome> {
  return outcomeOf(await backtest(settings, { ...options, heartbeat }));
}
