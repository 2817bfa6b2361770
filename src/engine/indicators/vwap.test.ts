import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesOf, valuesOf } from "../../../test/support/columns.ts";
import { marketOf } from "../expression/sources.ts";
import { rollingVwap } from "./rolling-vwap.ts";
import { vwap } from "./vwap.ts";

const market = marketOf();
/** Two days and an hour. */
const prices = Array.from({ length: 49 }, (_, i) => 100 + ((i * 7) % 13));
const volumes = Array.from({ length: 49 }, (_, i) => (i % 24 < 2 ? 0 : 1 + (i % 5)));

function mean(from: number, to: number): number {
  let [money, traded] = [0, 0];
  for (let i = from; i <= to; i++) {
    money += prices[i] * volumes[i];
    traded += volumes[i];
  }
  return traded === 0 ? NaN : money / traded;
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, i) => {
    const isEqual = Number.isNaN(expected[i]) ? Number.isNaN(value) : Math.abs(value - expected[i]) < 1e-11;
    assert.ok(isEqual, `row ${i}: ${value}, not ${expected[i]}`);
  });
}

test("it starts afresh at midnight UTC and is unknown until something is traded", () => {
  const expected = prices.map((_, i) => mean(24 * Math.floor(i / 24), i));
  assert.ok(Number.isNaN(expected[25]) && expected[26] > 0);
  assertClose(valuesOf(vwap(market), candlesOf(prices, volumes)), expected);
});

test("a session without end begins with the first candle", () => {
  const expected = prices.map((_, i) => mean(0, i));
  assertClose(valuesOf(vwap(market, "all"), candlesOf(prices, volumes)), expected);
});

test("the rolling one forgets what left its window", () => {
  const expected = prices.map((_, i) => (i < 4 ? NaN : mean(i - 4, i)));
  assertClose(valuesOf(rollingVwap(market, 5), candlesOf(prices, volumes)), expected);
});
