import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesAt, times } from "../../test/support/candles.ts";
import { HOUR_MS } from "../engine/timeframe.ts";
import { checkCandles } from "./check.ts";

const NOW = Date.parse("2025-01-01");
const hours = times("2024-01-01T00:00:00Z", 12, HOUR_MS);
const found = (candles: ReturnType<typeof candlesAt>, now = NOW) =>
  checkCandles(candles, HOUR_MS, now).map(({ kind, from, to, count }) => [kind, from, to, count]);

test("candles without trouble have no findings", () => {
  assert.deepEqual(found(candlesAt(hours)), []);
});

test("a gap tells the missing candles", () => {
  const candles = candlesAt(hours.filter((_, i) => i !== 3 && i !== 4 && i !== 9));
  assert.deepEqual(found(candles), [
    ["gap", hours[3], hours[4], 2],
    ["gap", hours[9], hours[9], 1],
  ]);
});

test("flat candles in a row are one finding; a still candle with volume is none", () => {
  const candles = candlesAt(hours);
  for (const i of [2, 3, 7, 9]) {
    candles.high[i] = candles.low[i] = candles.close[i] = candles.open[i];
    candles.volume[i] = i === 9 ? 1 : 0;
  }
  assert.deepEqual(found(candles), [
    ["flat", hours[2], hours[3], 2],
    ["flat", hours[7], hours[7], 1],
  ]);
});

test("impossible prices are defects, whichever value is wrong", () => {
  const spoil: ((candles: ReturnType<typeof candlesAt>) => void)[] = [
    (c) => (c.high[5] = c.close[5] - 0.5),
    (c) => (c.low[5] = c.open[5] + 0.5),
    (c) => (c.low[5] = 0),
    (c) => (c.volume[5] = -1),
    (c) => (c.high[5] = Number.NaN),
  ];
  for (const apply of spoil) {
    const candles = candlesAt(hours);
    apply(candles);
    assert.deepEqual(found(candles), [["impossible-range", hours[5], hours[5], 1]]);
  }
});

test("times in seconds, off the grid, or not yet closed are found", () => {
  const seconds = candlesAt(hours.map((time) => time / 1000));
  assert.deepEqual(found(seconds)[0], ["wrong-unit", hours[0] / 1000, hours[11] / 1000, 12]);
  const late = candlesAt([...hours.slice(0, 11), hours[11] + 28 * 60_000]);
  assert.deepEqual(found(late), [["off-grid", hours[11] + 28 * 60_000, hours[11] + 28 * 60_000, 1]]);
  assert.deepEqual(found(candlesAt(hours), hours[11] + 1), [["unfinished", hours[11], hours[11], 1]]);
});
