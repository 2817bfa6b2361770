import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingWeightedMean } from "./weighted-mean.ts";

test("the mean of a window equals adding it up afresh; unknown where nothing has weight", () => {
  const random = randomNumbers(8);
  const values = Array.from({ length: 300 }, () => 50 + random());
  const weights = values.map(() => (random() < 0.6 ? 0 : random() * 1e4));
  let unknown = 0;
  for (const length of [1, 2, 3, 8, 40]) {
    const mean = new RollingWeightedMean(length);
    values.forEach((value, i) => {
      const actual = mean.next(value, weights[i]);
      const rows = Array.from({ length }, (_, n) => i - n);
      const weight = rows.reduce((sum, row) => sum + weights[row], 0);
      const expected = rows.reduce((sum, row) => sum + values[row] * weights[row], 0) / weight;
      if (i >= length - 1 && weight === 0) unknown++;
      if (Number.isNaN(expected)) assert.ok(Number.isNaN(actual), `row ${i} is unknown`);
      else assert.ok(Math.abs(actual - expected) <= 1e-13 * expected, `row ${i}: ${actual}, not ${expected}`);
    });
  }
  assert.ok(unknown > 50);
});

test("the mean of equal values is exactly that value, whatever their weights", () => {
  const random = randomNumbers(9);
  for (const length of [3, 10, 49]) {
    const mean = new RollingWeightedMean(length);
    mean.next(7, 1);
    for (let i = 1; i < length; i++) mean.next(0.1, 1 + random());
    for (let i = 0; i < 3 * length; i++) assert.equal(mean.next(0.1, 1 + random() * 1e6), 0.1);
  }
});
