import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesAt, times } from "../../test/support/candles.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { DAY_MS, HOUR_MS } from "../engine/timeframe.ts";
import { resampleCandles } from "./resample.ts";

const hours = times("2024-01-01T00:00:00Z", 24, HOUR_MS);
const openTimes = (result: ReturnType<typeof resampleCandles>) => [...result.candles.openTime];

test("open of the first, close of the last, the extremes, the sum", () => {
  const source = candlesAt(hours.slice(0, 4));
  source.high[2] = 1000;
  source.low[1] = 1;
  const { candles, incomplete } = resampleCandles(source, "1h", "4h");
  assert.deepEqual(
    [candles.length, candles.open[0], candles.high[0], candles.low[0], candles.close[0], candles.volume[0]],
    [1, source.open[0], 1000, 1, source.close[3], 40],
  );
  assert.deepEqual(incomplete, []);
});

test("buckets that the series only touches at its ends are left out", () => {
  const result = resampleCandles(candlesAt(hours.slice(1, 11)), "1h", "4h");
  assert.deepEqual(openTimes(result), [hours[4]]);
});

test("a bucket with missing candles inside is made of those that are there, and counted; or dropped on request", () => {
  const source = candlesAt(hours.filter((_, i) => i !== 5 && i !== 7));
  const kept = resampleCandles(source, "1h", "4h");
  assert.deepEqual(
    openTimes(kept),
    [0, 4, 8, 12, 16, 20].map((i) => hours[i]),
  );
  assert.deepEqual(kept.incomplete, [hours[4]]);
  assert.equal(kept.candles.volume[1], 20);
  assert.deepEqual(
    openTimes(resampleCandles(source, "1h", "4h", true)),
    [0, 8, 12, 16, 20].map((i) => hours[i]),
  );
});

test("weeks begin on Monday", () => {
  const days = times("2024-01-03T00:00:00Z", 20, DAY_MS); // a Wednesday
  assert.deepEqual(openTimes(resampleCandles(candlesAt(days), "1d", "1w")), [
    Date.parse("2024-01-08"),
    Date.parse("2024-01-15"),
  ]);
});

test("a timeframe that the stored one does not divide is refused", () => {
  for (const to of ["1h", "90m", "30m"]) {
    assert.throws(
      () => resampleCandles(candlesAt(hours), "1h", to),
      (error) => error instanceof CandlewrightError && error.code === "DATA_CANNOT_RESAMPLE",
    );
  }
});
