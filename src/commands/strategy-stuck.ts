/** What a strategy that does not come back is told as. */
import { CandlewrightError } from "../engine/errors.ts";
import { strategyFileErrors } from "./errors.ts";
import type { LastSign } from "./watch/heartbeat.ts";

/** What is known of a strategy without loading it. */
export interface StrategyName {
  readonly name: string;
  /** A shipped name, or the path of a file. */
  readonly strategyName: string;
  readonly symbols: readonly string[];
}

/**
 * Names the strategy and the candle it hangs on.
 * @param strategies in the order of the run
 */
export function stuckError(
  strategies: readonly StrategyName[],
  { strategy, symbol, time }: LastSign,
  timeoutMs: number,
): CandlewrightError {
  const candle = Number.isNaN(time) ? "" : `the candle that closes at ${new Date(time).toISOString()}`;
  const culprit = strategies.at(strategy);
  const wait = `No sign of life for ${timeoutMs / 1000} s`;
  if (strategy < 0 || culprit === undefined) {
    const where = candle === "" ? "before the first candle" : `somewhere after ${candle}`;
    const names = strategies.map(({ name }) => name).join(", ");
    return new CandlewrightError(strategyFileErrors.stuck, { detail: `${wait}, ${where}; strategies: ${names}.` });
  }
  const where = candle === "" ? "while it was loaded" : `in onCandle, on ${candle} (${culprit.symbols[symbol]})`;
  return new CandlewrightError(strategyFileErrors.stuck, {
    file: culprit.strategyName,
    detail: `${wait}: ${culprit.name}, ${where}.`,
  });
}
