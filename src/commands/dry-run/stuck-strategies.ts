/**
 * Strategies that did not come back. The thread they hung in is gone; the journal remembers where it was, so that the run,
 * started again, does without them from that candle on, and does the same each time it is recovered.
 */
import type { StrategyInstance } from "../../engine/compile.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { Journal } from "../../monitor/journal/journal.ts";
import { strategyFileErrors } from "../errors.ts";
import type { LastSign } from "../watch/heartbeat.ts";

interface StuckBody {
  readonly strategy: string;
}

/** Writes down the strategy and the candle; false where the sign names neither, and there is nothing to leave out. */
export function rememberStuck(
  journal: Journal,
  strategies: readonly { readonly name: string }[],
  sign: LastSign,
): boolean {
  const culprit = strategies.at(sign.strategy);
  if (sign.strategy < 0 || culprit === undefined || Number.isNaN(sign.time)) return false;
  const body: StuckBody = { strategy: culprit.name };
  journal.append(journal.lastRun(), sign.time, "strategy_stuck", body);
  return true;
}

/** The strategies, those that hung failing on the candle on which they did. */
export function withStops(strategies: readonly StrategyInstance[], journal: Journal): StrategyInstance[] {
  const stops = new Map<string, number>();
  for (const { time, body } of journal.events(journal.lastRun(), ["strategy_stuck"])) {
    const { strategy } = body as StuckBody;
    stops.set(strategy, Math.min(time, stops.get(strategy) ?? Infinity));
  }
  return strategies.map((strategy) => {
    const stopAt = stops.get(strategy.name);
    const { handler } = strategy;
    if (stopAt === undefined || handler === undefined) return strategy;
    return {
      ...strategy,
      handler: {
        ...handler,
        onCandle: (view, state) => {
          if (view.time >= stopAt)
            throw new CandlewrightError(strategyFileErrors.stuck, {
              detail: `${strategy.name} is left out from here on.`,
            });
          return handler.onCandle(view, state);
        },
      },
    };
  });
}
