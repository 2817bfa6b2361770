/** Which timeframe candles have, told from the steps between them. */
import type { CandleColumns } from "../engine/candles.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../engine/timeframe.ts";

/** Name of a length, by the largest unit that divides it: 3,600,000 is `1h`. Undefined where none does. */
export function timeframeName(lengthMs: number): string | undefined {
  const units: [string, number][] = [
    ["w", 7 * DAY_MS],
    ["d", DAY_MS],
    ["h", HOUR_MS],
    ["m", MINUTE_MS],
  ];
  const unit = units.find(([, unitMs]) => lengthMs >= unitMs && lengthMs % unitMs === 0);
  return unit === undefined ? undefined : `${lengthMs / unit[1]}${unit[0]}`;
}

/** The most frequent step between neighbours in time, milliseconds; undefined for fewer than two candles. */
export function usualStepMs(candles: CandleColumns): number | undefined {
  const counts = new Map<number, number>();
  for (let i = 1; i < candles.length; i++) {
    const step = candles.openTime[i] - candles.openTime[i - 1];
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let best: number | undefined;
  for (const [step, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = step;
  return best;
}
