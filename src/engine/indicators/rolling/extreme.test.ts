import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { RollingHighest, RollingLowest } from "./extreme.ts";

test("extremes over a window equal a search of it, on random, rising, falling and flat values", () => {
  const random = randomNumbers(1);
  const shapes: ((i: number) => number)[] = [() => random() - 0.5, (i) => i, (i) => -i, () => 5];
  for (const shape of shapes) {
    const values = Array.from({ length: 120 }, (_, i) => shape(i));
    for (const length of [1, 2, 3, 7, 50]) {
      const highest = new RollingHighest(length);
      const lowest = new RollingLowest(length);
      values.forEach((value, i) => {
        const window = values.slice(Math.max(0, i - length + 1), i + 1);
        const isFull = window.length === length;
        assert.equal(highest.next(value), isFull ? Math.max(...window) : NaN);
        assert.equal(lowest.next(value), isFull ? Math.min(...window) : NaN);
      });
    }
  }
});
