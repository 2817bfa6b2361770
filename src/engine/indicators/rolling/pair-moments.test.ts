import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { PairMoments } from "./pair-moments.ts";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

function direct(left: readonly number[], right: readonly number[]): [number, number, number] {
  const [a, b] = [mean(left), mean(right)];
  const sum = (term: (i: number) => number) => left.reduce((total, _, i) => total + term(i), 0);
  return [sum((i) => (left[i] - a) ** 2), sum((i) => (right[i] - b) ** 2), sum((i) => (left[i] - a) * (right[i] - b))];
}

test("the sums equal those of each window, also far from zero", () => {
  const random = randomNumbers(11);
  for (const offset of [0, 1e9]) {
    const left = Array.from({ length: 120 }, () => random() + offset);
    const right = left.map((value) => 0.5 * value + random());
    for (const length of [2, 7, 40]) {
      const moments = new PairMoments(length);
      for (let i = 0; i < left.length; i++) {
        moments.next(left[i], right[i]);
        const actual = [moments.leftSquaresSum, moments.rightSquaresSum, moments.productsSum];
        if (i < length - 1) {
          assert.ok(actual.every(Number.isNaN));
          continue;
        }
        direct(left.slice(i - length + 1, i + 1), right.slice(i - length + 1, i + 1)).forEach((expected, n) => {
          const scale = Math.max(moments.leftSquaresSum, moments.rightSquaresSum);
          assert.ok(Math.abs(actual[n] - expected) <= 1e-12 * scale + 1e-14 * offset, `${actual[n]}, not ${expected}`);
        });
      }
    }
  }
});

test("equal values have no variance at all, also after a freak one", () => {
  const moments = new PairMoments(5);
  for (const value of [1, 1e200, ...Array<number>(14).fill(0.1)]) moments.next(value, 0.3);
  assert.deepEqual([moments.leftSquaresSum, moments.rightSquaresSum, moments.productsSum], [0, 0, 0]);
});
