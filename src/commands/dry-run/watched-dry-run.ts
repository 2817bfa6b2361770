/** A dry run in the thread that suits it: a user's own code runs where it can be ended, and the run goes on without it. */
import { Journal } from "../../monitor/journal/journal.ts";
import { isStrategyFile } from "../strategy-catalogue.ts";
import { stuckError } from "../strategy-stuck.ts";
import { toPlain } from "../watch/error-transfer.ts";
import type { LastSign } from "../watch/heartbeat.ts";
import { runWatched } from "../watch/watched-task.ts";
import { dryRun, type DryRunMessage, type DryRunOutcome, type DryRunRequest } from "./dry-run-task.ts";
import { rememberStuck } from "./stuck-strategies.ts";

/**
 * Runs until the feed ends or `stop` is given. A strategy that gives no sign of life for `timeoutMs` is left out from the
 * candle on which it hung; everything else goes on from the journal.
 * @throws what `dryRun` throws; CandlewrightError STRATEGY_FILE_STUCK where it is not known which strategy hung
 */
export async function watchedDryRun(
  request: DryRunRequest,
  tell: (message: DryRunMessage) => void,
  stop: AbortSignal,
  timeoutMs: number,
): Promise<DryRunOutcome> {
  const { settings, options } = request;
  if (!settings.strategies.some(({ strategyName }) => isStrategyFile(strategyName))) return dryRun(request, tell, stop);
  let isNew = options.isNew;
  for (;;) {
    let hung: LastSign | undefined;
    try {
      return await runWatched(
        "dryRun",
        { settings, options: { ...options, isNew } },
        {
          timeoutMs,
          stop,
          onMessage: (message) => tell(message as DryRunMessage),
          stuck: (sign, waitedMs) => {
            hung = sign;
            return stuckError(settings.strategies, sign, waitedMs);
          },
        },
      );
    } catch (error) {
      if (hung === undefined || !remember(options.journal, settings.strategies, hung)) throw error;
      tell({ problem: toPlain(error) });
      // What was begun goes on, now without the strategy that hung.
      isNew = false;
    }
  }
}

function remember(path: string, strategies: readonly { readonly name: string }[], sign: LastSign): boolean {
  const journal = new Journal(path);
  try {
    return rememberStuck(journal, strategies, sign);
  } finally {
    journal.close();
  }
}
