import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "../timeframe.ts";
import { CALENDAR_PERIODS, periodNumber } from "./calendar.ts";

/** What the runtime's own calendar says. */
function expectedKey(timeMs: number, period: (typeof CALENDAR_PERIODS)[number]): string {
  const date = new Date(timeMs);
  if (period === "month") return date.toISOString().slice(0, 7);
  const sinceMonday = period === "week" ? (date.getUTCDay() + 6) % 7 : 0;
  return new Date(timeMs - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** Around the epoch, a leap year that is a century, and a century that is none. */
const YEARS = [1969, 1999, 2024, 2099];

test("a period changes when the calendar's does", () => {
  for (const period of CALENDAR_PERIODS) {
    for (const year of YEARS) {
      let [number, key] = [-Infinity, ""];
      // Steps of less than half a day meet both sides of every midnight.
      for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 3, 0, 1); time += DAY_MS * 0.49) {
        const next = periodNumber(time, period);
        const nextKey = expectedKey(time, period);
        assert.equal(next > number, nextKey !== key, `${period} at ${new Date(time).toISOString()}`);
        assert.ok(next >= number);
        [number, key] = [next, nextKey];
      }
    }
  }
});

test("a period begins at its first millisecond", () => {
  const leapDay = Date.UTC(2024, 1, 29);
  assert.ok(periodNumber(leapDay + DAY_MS, "month") > periodNumber(leapDay + DAY_MS - 1, "month"));
  assert.equal(periodNumber(leapDay, "month"), periodNumber(leapDay + DAY_MS - 1, "month"));
  const monday = Date.UTC(2024, 0, 1);
  assert.ok(periodNumber(monday, "week") > periodNumber(monday - 1, "week"));
});
