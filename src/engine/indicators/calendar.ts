/** Periods of the calendar, in UTC, from plain arithmetic. */
import { bucketStart, DAY_MS } from "../timeframe.ts";

export const CALENDAR_PERIODS = ["day", "week", "month"] as const;
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number];

/**
 * A number that is the same for all instants of one period and larger for later ones. Weeks start on Monday.
 * @param timeMs milliseconds UTC
 */
export function periodNumber(timeMs: number, period: CalendarPeriod): number {
  if (period === "month") return monthNumber(Math.floor(timeMs / DAY_MS));
  return bucketStart(timeMs, period === "day" ? DAY_MS : 7 * DAY_MS);
}

/**
 * Months since March of the year 0 in the Gregorian calendar. A year that begins in March has its leap day at the end,
 * which leaves one formula for all months (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
 * @param day days since 1970-01-01
 */
function monthNumber(day: number): number {
  const days = day + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const year = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (era * 400 + year) * 12 + Math.floor((5 * dayOfYear + 2) / 153);
}
