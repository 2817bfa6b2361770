import assert from "node:assert/strict";
import { test } from "node:test";
import { Smoothing } from "./smoothing.ts";

test("starts from the mean of the first values, then weighs each new one", () => {
  const average = Smoothing.exponential(3);
  assert.deepEqual(
    [2, 4, 6, 8].map((value) => average.next(value)),
    [NaN, NaN, 4, 6],
    "weight 2 / (3 + 1)",
  );
});

test("Wilder's weight is one over the length", () => {
  const average = Smoothing.wilder(4);
  assert.deepEqual(
    [1, 2, 3, 6, 7].map((value) => average.next(value)),
    [NaN, NaN, NaN, 3, 4],
  );
});

test("averages of equal values are exactly that value, whatever their lengths", () => {
  for (const length of [12, 26, 49]) {
    const average = Smoothing.exponential(length);
    let last = NaN;
    for (let i = 0; i < 100; i++) last = average.next(0.1);
    assert.equal(last, 0.1);
  }
});
