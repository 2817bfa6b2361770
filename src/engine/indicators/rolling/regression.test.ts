import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingRegression } from "./regression.ts";

function direct(window: readonly number[]) {
  const n = window.length;
  const meanPlace = (n - 1) / 2;
  const mean = window.reduce((a, b) => a + b) / n;
  let [places, squares, products] = [0, 0, 0];
  window.forEach((value, i) => {
    places += (i - meanPlace) ** 2;
    squares += (value - mean) ** 2;
    products += (i - meanPlace) * (value - mean);
  });
  const slope = products / places;
  return { slope, end: mean + slope * meanPlace, rSquared: products ** 2 / (places * squares) };
}

test("the line equals the one fitted to each window, also far from zero", () => {
  const random = randomNumbers(4);
  for (const offset of [0, 1e8]) {
    const values = Array.from({ length: 150 }, () => random() + offset);
    for (const length of [2, 3, 5, 40]) {
      const regression = new RollingRegression(length);
      values.forEach((value, i) => {
        regression.next(value);
        if (i < length - 1) {
          assert.ok(Number.isNaN(regression.slope) && Number.isNaN(regression.end()));
          return;
        }
        // Taking the offset away is exact, so the reference keeps all its digits.
        const expected = direct(values.slice(i - length + 1, i + 1).map((each) => each - offset));
        const tolerance = 1e-12 + 1e-15 * offset;
        assert.ok(Math.abs(regression.slope - expected.slope) <= tolerance);
        assert.ok(Math.abs(regression.end() - offset - expected.end) <= tolerance);
        if (offset === 0) assert.ok(Math.abs(regression.rSquared() - expected.rSquared) <= tolerance);
      });
    }
  }
});

test("a straight line is found exactly, a flat one has no R squared", () => {
  const regression = new RollingRegression(5);
  for (let i = 0; i < 12; i++) regression.next(3 + 2 * i);
  assert.equal(regression.slope, 2);
  assert.equal(regression.end(), 25);
  assert.equal(regression.rSquared(), 1);
  for (let i = 0; i < 12; i++) regression.next(0.1);
  assert.equal(regression.slope, 0);
  assert.ok(Number.isNaN(regression.rSquared()));
});
