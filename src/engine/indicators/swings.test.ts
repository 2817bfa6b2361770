import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesOf, valuesOf } from "../../../test/support/columns.ts";
import { ordinaryCandles } from "../../../test/support/random-candles.ts";
import { marketOf } from "../expression/sources.ts";
import { fractal } from "./fractal.ts";
import { swings } from "./swings.ts";

const market = marketOf();
const known = (values: readonly number[]) =>
  values.flatMap((value, i) => (Number.isNaN(value) ? [] : [[i, value] as const]));

test("a swing is known when the candles after it have come, with the direction from the one before", () => {
  //              0  1  2  3  4  5  6  7  8  9
  const prices = [1, 5, 2, 7, 3, 6, 4, 4, 8, 0];
  const { high, low, highTrend, lowTrend } = swings(market, 1, 1);
  const candles = candlesOf(prices);
  assert.deepEqual(known(valuesOf(high, candles)), [
    [2, 5],
    [4, 7],
    [6, 6],
    [9, 8],
  ]);
  assert.deepEqual(known(valuesOf(low, candles)), [
    [3, 2],
    [5, 3],
  ]);
  assert.deepEqual(known(valuesOf(highTrend, candles)), [
    [4, 1],
    [6, -1],
    [9, 1],
  ]);
  assert.deepEqual(known(valuesOf(lowTrend, candles)), [[5, 1]]);
});

test("a point that is too long ago is not compared with", () => {
  const prices = [1, 5, 2, 2, 2, 2, 7, 3];
  assert.deepEqual(known(valuesOf(swings(market, 1, 1, 4).highTrend, candlesOf(prices))), []);
  assert.deepEqual(known(valuesOf(swings(market, 1, 1, 5).highTrend, candlesOf(prices))), [[7, 1]]);
});

test("a fractal is a swing with as many candles on either side", () => {
  const candles = ordinaryCandles(100);
  const fractals = fractal(market, 2);
  const points = swings(market, 2, 2);
  assert.ok(known(valuesOf(fractals.high, candles)).length > 5);
  assert.deepEqual(valuesOf(fractals.high, candles), valuesOf(points.high, candles));
  assert.deepEqual(valuesOf(fractals.low, candles), valuesOf(points.low, candles));
});
