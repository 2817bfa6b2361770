import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CandleColumns, emptyCandles, firstAtOrAfter, firstAtOrAfterNear } from "./candles.ts";
import { widenOverHistory } from "./price-range.ts";

function candlesAt(openTimes: readonly number[]): CandleColumns {
  const candles = emptyCandles(openTimes.length);
  openTimes.forEach((time, row) => {
    candles.openTime[row] = time;
    candles.low[row] = 90 - row;
    candles.high[row] = 110 + row;
    candles.close[row] = 100;
  });
  return candles;
}

test("counting on from any row finds what a search of all candles finds, with missing candles and crowded ones", () => {
  const steps = fc.array(fc.constantFrom(60, 60, 60, 60, 240, 30), { maxLength: 40 });
  fc.assert(
    fc.property(steps, fc.integer({ min: -100, max: 5000 }), fc.integer({ min: 0, max: 50 }), (gaps, time, near) => {
      let sum = 0;
      const candles = candlesAt(gaps.map((gap) => (sum += gap)));
      assert.equal(firstAtOrAfterNear({ candles, lengthMs: 60 }, time, near), firstAtOrAfter(candles, time));
    }),
  );
});

test("a range holds the candles from the entry to before the exit, or with it, and of the entry's own only the close", () => {
  const marking = { candles: candlesAt([0, 60, 120, 180]), lengthMs: 60 };
  const rangeOf = (isOpenedInside: boolean, outlastsExitCandle: boolean) => {
    const [lowest, highest] = [Float64Array.of(100), Float64Array.of(100)];
    const held = { entryTime: 60, exitTime: 180, isOpenedInside, outlastsExitCandle };
    const next = widenOverHistory(lowest, highest, 0, marking, held, 0);
    return [lowest[0], highest[0], next];
  };
  assert.deepEqual(rangeOf(false, false), [88, 112, 3]);
  assert.deepEqual(rangeOf(false, true), [87, 113, 4]);
  marking.candles.low[1] = 1;
  assert.deepEqual(rangeOf(false, false), [1, 112, 3]);
  assert.deepEqual(rangeOf(true, false), [88, 112, 3]);
});
