/** A backtest in the thread that suits it: a user's own code runs where it can be ended. */
import type { Settings } from "../../config/settings.ts";
import { isStrategyFile } from "../strategy-catalogue.ts";
import type { AssemblyOptions } from "./assembly.ts";
import { backtest } from "./backtest-run.ts";
import { type BacktestOutcome, outcomeOf } from "./backtest-task.ts";

export interface WatchedBacktestOptions extends Omit<AssemblyOptions, "heartbeat"> {
  /** A strategy that gives no sign of life for this long is given up. Default 30 s. */
  readonly timeoutMs?: number;
  /** Called as the run advances, with the time reached and the share done (0..1). */
  readonly onProgress?: (time: number, share: number) => void;
}

/**
 * Runs the settings over stored candles. No signal is asked for: a backtest has nothing to finish, so Ctrl-C may end the
 * process at once, even while it computes. Shipped strategies come back always, so they are spared the start of a thread.
 * @throws CandlewrightError STRATEGY_FILE_STUCK, and what `backtest` throws
 */
export async function watchedBacktest(settings: Settings, options: WatchedBacktestOptions): Promise<BacktestOutcome> {
  if (!settings.strategies.some(({ strategyName }) => isStrategyFile(strategyName)))
    return outcomeOf(await backtest(settings, options));
  const { timeoutMs, onProgress, ...assembly } = options;
  const { runWatched } = await import("../watch/watched-task.ts");
  const { stuckError } = await import("../strategy-stuck.ts");
  return runWatched(
    "backtest",
    { settings, options: assembly },
    {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      onSign: ({ time, share }) => onProgress?.(time, share),
      stuck: (sign, waitedMs) => stuckError(settings.strategies, sign, waitedMs),
    },
  );
}
