import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingSum } from "./sum.ts";

test("the sum over a window equals adding it up afresh", () => {
  const random = randomNumbers(1);
  const values = Array.from({ length: 200 }, () => random() * 100 - 30);
  for (const length of [1, 2, 3, 7, 50]) {
    const sum = new RollingSum(length);
    values.forEach((value, i) => {
      const actual = sum.next(value);
      if (i < length - 1) return assert.ok(Number.isNaN(actual), "unknown until the window is full");
      const expected = values.slice(i - length + 1, i + 1).reduce((a, b) => a + b);
      assert.ok(Math.abs(actual - expected) <= 1e-12 * length * 100, `${actual} is not ${expected}`);
    });
  }
});

test("a freak value is forgotten when it leaves the window, even an endless one", () => {
  for (const freak of [1e300, Infinity]) {
    const sum = new RollingSum(3);
    const sums = [1, freak, 1, 2, 3, 4].map((value) => sum.next(value));
    assert.deepEqual(sums.slice(-2), [6, 9]);
  }
});

test("a million candles leave no drift", () => {
  const random = randomNumbers(2);
  const sum = new RollingSum(10);
  for (let i = 0; i < 1_000_000; i++) sum.next(random() * 1e9);
  let last = 0;
  for (let i = 0; i < 10; i++) last = sum.next(0.1);
  assert.ok(Math.abs(last - 1) < 1e-15);
});
