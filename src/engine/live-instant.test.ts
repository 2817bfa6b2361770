import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCandles } from "./candles.ts";
import { LiveInstant } from "./live-instant.ts";

function candles() {
  const columns = emptyCandles(2);
  for (let n = 0; n < 2; n++) {
    columns.openTime[n] = 60_000 * n;
    columns.open[n] = 0.1 + 0.2 + n;
    columns.high[n] = 9 + n;
    columns.low[n] = -0;
    columns.close[n] = 5e-324;
    columns.volume[n] = NaN;
  }
  return columns;
}

test("what was told is read from the bytes as it was, bit for bit", () => {
  const told = new LiveInstant(2);
  told.begin(60_000);
  told.close(1, candles(), 0);
  told.open(1, candles(), 1);
  const read = new LiveInstant(2);
  read.begin(1);
  for (let n = 0; n < 4; n++) read.open(0, candles(), 0);
  assert.ok(read.load(60_000, told.bytes().slice()));
  assert.equal(read.time, 60_000);
  assert.deepEqual(read.candles(), [
    { stream: 1, hasClosed: true, openTime: 0, open: 0.1 + 0.2, high: 9, low: -0, close: 5e-324, volume: NaN },
    {
      stream: 1,
      hasClosed: false,
      openTime: 60_000,
      open: 0.1 + 0.2 + 1,
      high: NaN,
      low: NaN,
      close: NaN,
      volume: NaN,
    },
  ]);
});

test("an instant that is told again holds nothing of the one before", () => {
  const instant = new LiveInstant(1);
  instant.begin(60_000);
  instant.close(0, candles(), 0);
  instant.open(0, candles(), 1);
  instant.begin(120_000);
  assert.deepEqual(instant.candles(), []);
  assert.equal(instant.bytes().length, 0);
  instant.open(0, candles(), 0);
  assert.deepEqual(
    instant.candles().map(({ hasClosed }) => hasClosed),
    [false],
  );
});

test("bytes that are no candles of these streams are not taken", () => {
  const told = new LiveInstant(3);
  told.begin(60_000);
  told.close(2, candles(), 0);
  assert.ok(new LiveInstant(3).load(60_000, told.bytes()));
  assert.ok(!new LiveInstant(2).load(60_000, told.bytes()), "a third stream of two");
  assert.ok(!new LiveInstant(3).load(60_000, told.bytes().subarray(8)), "half a candle");
  told.close(0, candles(), 0);
  told.close(1, candles(), 0);
  assert.ok(!new LiveInstant(1).load(60_000, told.bytes()), "too many candles");
});
