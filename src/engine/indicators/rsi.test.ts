import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesOf, valuesOf } from "../../../test/support/columns.ts";
import { marketOf } from "../expression/sources.ts";
import { rsi } from "./rsi.ts";

const { close } = marketOf();

test("only rises give 100, only falls 0", () => {
  assert.deepEqual(valuesOf(rsi(close, 2), candlesOf([1, 2, 3, 5])), [NaN, NaN, 100, 100]);
  assert.deepEqual(valuesOf(rsi(close, 2), candlesOf([5, 3, 2, 1])), [NaN, NaN, 0, 0]);
});

test("while nothing has moved it is unknown", () => {
  assert.deepEqual(valuesOf(rsi(close, 2), candlesOf([4, 4, 4, 4, 5])), [NaN, NaN, NaN, NaN, 100]);
});

test("Wilder's averages by hand: mean of the first changes, then one part in `length` of each new one", () => {
  const values = valuesOf(rsi(close, 2), candlesOf([10, 13, 12, 12, 14]));
  // Gains 3, 0: 1.5; 0: 0.75; 2: 1.375. Losses 0, 1: 0.5; 0: 0.25; 0: 0.125.
  assert.deepEqual(values.slice(2), [100 * (1.5 / 2), 100 * (0.75 / 1), 100 * (1.375 / 1.5)]);
});
