import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { TurningPoint } from "./turning-point.ts";

test("a point is above all its neighbours, and is given when the last of them has come", () => {
  const span = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 50 }), span, span, (values, left, right) => {
      const points = new TurningPoint(left, right);
      values.forEach((value, i) => {
        const at = i - right;
        const neighbours = [...values.slice(at - left, at), ...values.slice(at + 1, i + 1)];
        const isPoint = at >= left && neighbours.every((neighbour) => neighbour < values[at]);
        assert.equal(points.next(value), isPoint ? values[at] : NaN);
      });
    }),
  );
});

test("equal neighbours make it none", () => {
  const points = new TurningPoint(1, 1);
  assert.deepEqual(
    [1, 2, 2, 1].map((value) => points.next(value)),
    [NaN, NaN, NaN, NaN],
  );
});
