/** Closes a position after a number of candles. */
import type { ProtectionRules } from "../limits.ts";

/** @param candlesHeld candles of the strategy's timeframe that closed since the entry */
export function isTimeUp(candlesHeld: number, rules: ProtectionRules): boolean {
  return rules.timeStopCandles !== undefined && candlesHeld >= rules.timeStopCandles;
}
