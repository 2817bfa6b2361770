/** A stop that moves to the entry price once the position was far enough in profit. */
import type { ProtectionRules } from "../limits.ts";

/** The entry price once the profit at the best price reached the threshold, else NaN. */
export function breakEvenStop(entryPrice: number, best: number, direction: 1 | -1, rules: ProtectionRules): number {
  if (rules.breakEvenAfter === undefined) return NaN;
  return direction * (best / entryPrice - 1) >= rules.breakEvenAfter ? entryPrice : NaN;
}
