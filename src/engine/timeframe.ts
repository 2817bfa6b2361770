/** Candle lengths: `1m`, `15m`, `4h`, `1d`, `1w`. Buckets are aligned to the epoch in UTC; weeks start on Monday. */
import { CandlewrightError, errorList } from "./errors.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The epoch was a Thursday; Monday-based weeks start four days after it. */
const MONDAY_OFFSET_MS = 4 * DAY_MS;

const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

export const timeframeErrors = errorList("TIMEFRAME", {
  invalid: {
    what: "This is not a timeframe.",
    why: "A timeframe is a whole number and a unit: m (minutes), h (hours), d (days) or w (weeks).",
    fix: "Write it as 1m, 5m, 15m, 1h, 4h, 1d or 1w.",
  },
});

/**
 * Length of a timeframe in milliseconds.
 * @throws CandlewrightError TIMEFRAME_INVALID
 */
export function timeframeMs(timeframe: string): number {
  const match = /^([1-9]\d{0,3})([mhdw])$/.exec(timeframe);
  if (match === null)
    throw new CandlewrightError(timeframeErrors.invalid, { detail: `Got ${JSON.stringify(timeframe)}.` });
  return Number(match[1]) * UNIT_MS[match[2]];
}

/** Open time of the candle of length `lengthMs` that holds the instant `timeMs`. */
export function bucketStart(timeMs: number, lengthMs: number): number {
  const offset = lengthMs % (7 * DAY_MS) === 0 ? MONDAY_OFFSET_MS : 0;
  return Math.floor((timeMs - offset) / lengthMs) * lengthMs + offset;
}

/** Open time of the UTC day that holds the instant. */
export function dayStart(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS;
}
