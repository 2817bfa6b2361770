/** Targets that fall with the age of the position: take this much profit once it is that old (freqtrade's minimal_roi). */
import type { RoiStep } from "../limits.ts";

/** The profit fraction asked for at this age, or NaN before the first step. */
export function roiAt(ageMs: number, steps: readonly RoiStep[]): number {
  let wanted = NaN;
  for (const step of steps) {
    if (step.afterMs > ageMs) break;
    wanted = step.profitFraction;
  }
  return wanted;
}
