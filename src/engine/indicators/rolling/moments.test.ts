import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingMoments } from "./moments.ts";

function direct(window: readonly number[]): [mean: number, sumOfSquares: number] {
  const mean = window.reduce((a, b) => a + b) / window.length;
  return [mean, window.reduce((sum, value) => sum + (value - mean) ** 2, 0)];
}

test("mean and variance equal those of each window, also far from zero", () => {
  const random = randomNumbers(4);
  for (const offset of [0, 100, 1e10]) {
    const values = Array.from({ length: 150 }, () => random() + offset);
    for (const length of [1, 2, 5, 40]) {
      const moments = new RollingMoments(length);
      values.forEach((value, i) => {
        moments.next(value);
        if (i < length - 1) {
          assert.ok(Number.isNaN(moments.mean) && Number.isNaN(moments.sumOfSquares));
          return;
        }
        // Taking the offset away is exact, so the reference keeps all its digits.
        const [mean, squares] = direct(values.slice(i - length + 1, i + 1).map((each) => each - offset));
        assert.ok(Math.abs(moments.mean - offset - mean) <= 1e-14 * (1 + offset));
        assert.ok(Math.abs(moments.sumOfSquares - squares) <= 1e-12 * squares + 1e-15 * offset);
      });
    }
  }
});

test("equal values have no variance at all, also after a freak one", () => {
  const moments = new RollingMoments(7);
  for (const value of [3, 1e200, ...Array<number>(20).fill(0.1)]) moments.next(value);
  assert.equal(moments.sumOfSquares, 0);
  assert.equal(moments.mean, 0.1);
});
