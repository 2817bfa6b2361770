import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SortedWindow } from "./sorted-window.ts";

test("the window is the last values, sorted, whatever they are", () => {
  // Few different values, so that many are equal, and the extremes of the number line.
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (values, length) => {
      const window = new SortedWindow(length);
      values.forEach((next, i) => {
        const isFull = window.take(next);
        const last = values.slice(Math.max(0, i + 1 - length), i + 1);
        assert.equal(isFull, last.length === length);
        const expected = last.sort((a, b) => a - b);
        assert.ok(expected.every((wanted, n) => window.sorted[n] === wanted));
      });
    }),
  );
});
