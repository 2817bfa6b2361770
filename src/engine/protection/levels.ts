/** Where the protective stop and the target of a position lie when it is opened or added to. */
import type { ProtectionRules } from "../limits.ts";

/**
 * Stop price, NaN for none.
 * @param direction 1 long, -1 short
 * @param wanted price given by the strategy, NaN for none
 */
export function initialStop(entryPrice: number, direction: 1 | -1, rules: ProtectionRules, wanted: number): number {
  if (wanted === wanted) return wanted;
  return rules.stopLoss === undefined ? NaN : entryPrice * (1 - direction * rules.stopLoss);
}

/** Target price, NaN for none. */
export function initialTarget(entryPrice: number, direction: 1 | -1, rules: ProtectionRules, wanted: number): number {
  if (wanted === wanted) return wanted;
  return rules.takeProfit === undefined ? NaN : entryPrice * (1 + direction * rules.takeProfit);
}

/** Whether the levels of an open position can move from candle to candle. */
export function movesLevels(rules: ProtectionRules): boolean {
  return (
    rules.trailingStop !== undefined ||
    rules.breakEvenAfter !== undefined ||
    rules.timeStopCandles !== undefined ||
    rules.minimalRoi.length > 0
  );
}
