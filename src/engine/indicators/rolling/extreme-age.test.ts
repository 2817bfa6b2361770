import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../../../../test/support/random-candles.ts";
import { HighestAge } from "./extreme-age.ts";

test("the age of the highest value, the oldest of equal ones, equals a search of the window", () => {
  const random = randomNumbers(1);
  const shapes: ((i: number) => number)[] = [() => random(), () => Math.floor(random() * 3), (i) => i, (i) => -i];
  for (const shape of shapes) {
    const values = Array.from({ length: 120 }, (_, i) => shape(i));
    for (const length of [1, 2, 3, 7, 50]) {
      const highest = new HighestAge(length);
      values.forEach((value, i) => {
        const window = values.slice(Math.max(0, i - length + 1), i + 1);
        const expected = window.length - 1 - window.indexOf(Math.max(...window));
        assert.equal(highest.next(value), window.length === length ? expected : NaN);
      });
    }
  }
});
