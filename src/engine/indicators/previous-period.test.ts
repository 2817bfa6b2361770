import assert from "node:assert/strict";
import { test } from "node:test";
import { ordinaryCandles } from "../../../test/support/random-candles.ts";
import { evaluate } from "../expression/evaluate.ts";
import { marketOf } from "../expression/sources.ts";
import { bucketStart, DAY_MS } from "../timeframe.ts";
import { previousPeriod } from "./previous-period.ts";

/** Fifteen-minute candles of nine days. */
const candles = ordinaryCandles(9 * 96);

test("a day shows open, high, low and close of the day before, from its first candle on", () => {
  const columns = evaluate(Object.values(previousPeriod(marketOf())), candles, { timeframe: "15m" });
  for (let i = 0; i < candles.length; i++) {
    const day = Math.floor(i / 96);
    const rows = { from: (day - 1) * 96, to: day * 96 };
    const expected =
      day === 0
        ? [NaN, NaN, NaN, NaN]
        : [
            candles.open[rows.from],
            Math.max(...candles.high.subarray(rows.from, rows.to)),
            Math.min(...candles.low.subarray(rows.from, rows.to)),
            candles.close[rows.to - 1],
          ];
    assert.deepEqual(
      columns.map((column) => column[i]),
      expected,
      `row ${i}`,
    );
  }
});

test("weeks begin on Monday", () => {
  const [, , , close] = evaluate(Object.values(previousPeriod(marketOf(), "week")), candles, { timeframe: "15m" });
  const first = close.findIndex((value) => !Number.isNaN(value));
  assert.equal(candles.openTime[first], bucketStart(candles.openTime[0], 7 * DAY_MS) + 7 * DAY_MS);
  assert.equal(close[first], candles.close[first - 1]);
});
