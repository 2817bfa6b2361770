import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingMean } from "./mean.ts";

test("the mean of a window equals adding it up afresh", () => {
  const random = randomNumbers(1);
  const values = Array.from({ length: 200 }, () => random() * 100 - 30);
  for (const length of [1, 2, 3, 7, 50]) {
    const mean = new RollingMean(length);
    values.forEach((value, i) => {
      const actual = mean.next(value);
      if (i < length - 1) return assert.ok(Number.isNaN(actual), "unknown until the window is full");
      const expected = values.slice(i - length + 1, i + 1).reduce((a, b) => a + b) / length;
      assert.ok(Math.abs(actual - expected) <= 1e-12, `${actual} is not ${expected}`);
    });
  }
});

test("the mean of equal values is exactly that value, right after another one has left", () => {
  for (const length of [3, 10, 49, 93]) {
    for (const freak of [0, 1e300, Infinity]) {
      const mean = new RollingMean(length);
      mean.next(freak);
      for (let i = 1; i < length; i++) mean.next(0.1);
      for (let i = 0; i < 3 * length; i++) assert.equal(mean.next(0.1), 0.1);
    }
  }
});
