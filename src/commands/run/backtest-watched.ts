/** A backtest in the thread that suits it: a user's own code runs where it can be ended. */
import type { Settings } from "../../config/settings.ts";
import { isStrategyFile } from "../strategy-catalogue.ts";
import type { AssemblyOptions } from "./assembly.ts";
import type { BacktestOutcome } from "./backtest-task.ts";
import { loadCandles } from "./candles.ts";

export interface WatchedBacktestOptions extends Omit<AssemblyOptions, "heartbeat" | "candles"> {
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
    return backtestHere(settings, options);
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

/** Other threads read the candles while this one loads the engine. */
async function backtestHere(settings: Settings, options: WatchedBacktestOptions): Promise<BacktestOutcome> {
  const candles = loadCandles(settings, options);
  // Whoever waits for them is told why they do not come; a strategy that can't be built is told first.
  candles.catch(() => {});
  const { backtest } = await import("./backtest-run.ts");
  const { outcomeOf } = await import("./backtest-task.ts");
  return outcomeOf(await backtest(settings, { ...options, candles }));
}
