import assert from "node:assert/strict";
import { test } from "node:test";
import { candlesOf, valuesOf } from "../../../test/support/columns.ts";
import { randomNumbers } from "../../../test/support/random-candles.ts";
import { marketOf } from "../expression/sources.ts";
import { percentRank } from "./percent-rank.ts";
import { median, quantile } from "./quantile.ts";

const { close } = marketOf();

test("linear interpolation between the places of the sorted window, as NumPy's default", () => {
  const candles = candlesOf([4, 1, 3, 2, 10]);
  // numpy.quantile([4, 1, 3, 2], 0.4) is 2.2, of [1, 3, 2, 10] it is also 2.2.
  assert.deepEqual(
    valuesOf(quantile(close, 4, 0.4), candles).map((value) => Math.round(value * 1e12) / 1e12),
    [NaN, NaN, NaN, 2.2, 2.2],
  );
  assert.deepEqual(valuesOf(median(close, 4), candles), [NaN, NaN, NaN, 2.5, 2.5]);
  assert.deepEqual(valuesOf(quantile(close, 4, 1), candles).slice(3), [4, 10]);
  assert.deepEqual(valuesOf(quantile(close, 4, 0), candles).slice(3), [1, 1]);
});

test("the rank is the share of the values before that are smaller, for every length", () => {
  const random = randomNumbers(5);
  const values = Array.from({ length: 60 }, () => 1 + Math.floor(random() * 9));
  for (const length of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const expected = values.map((value, i) =>
      i < length ? NaN : (100 * values.slice(i - length, i).filter((before) => before < value).length) / length,
    );
    assert.deepEqual(valuesOf(percentRank(close, length), candlesOf(values)), expected);
  }
});
