/** A stop that follows the best price since entry at a fixed fraction, and never moves back. */
import type { ProtectionRules } from "../limits.ts";

/**
 * The trailing stop's price, or NaN while it has not started.
 * @param best highest price since entry for a long (direction 1), lowest for a short (-1)
 */
export function trailingStop(entryPrice: number, best: number, direction: 1 | -1, rules: ProtectionRules): number {
  if (rules.trailingStop === undefined) return NaN;
  if (direction * (best / entryPrice - 1) < rules.trailingOffset) return NaN;
  return best * (1 - direction * rules.trailingStop);
}
