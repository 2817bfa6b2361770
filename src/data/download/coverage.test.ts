import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { candlesAt } from "../../../test/support/candles.ts";
import { type Interval, intersection, stretchesOf, uncovered, union } from "./coverage.ts";

const intervals = fc.array(
  fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 20 })).map(([from, length]): Interval => [from, from + length]),
  { maxLength: 12 },
);
const covers = (all: readonly Interval[], at: number) => all.some(([from, to]) => at >= from && at < to);

test("what is covered and what is missing make up the range, each instant once", () => {
  fc.assert(
    fc.property(intervals, fc.nat(100), fc.nat(60), (all, from, length) => {
      const missing = uncovered(from, from + length, all);
      for (let at = -5; at < 180; at++) {
        const isMissing = at >= from && at < from + length && !covers(all, at);
        assert.equal(covers(missing, at), isMissing);
        assert.equal(covers(union(all), at), covers(all, at));
      }
      const joined = union(all);
      for (let i = 1; i < joined.length; i++) assert.ok(joined[i][0] > joined[i - 1][1], "joined where they touch");
    }),
  );
});

test("an intersection holds what both hold", () => {
  fc.assert(
    fc.property(intervals, intervals, (a, b) => {
      const both = intersection(a, b);
      for (let at = -5; at < 140; at++) assert.equal(covers(both, at), covers(a, at) && covers(b, at));
    }),
  );
});

test("stretches end at gaps", () => {
  const minute = 60_000;
  assert.deepEqual(stretchesOf(candlesAt([0, 1, 2, 5, 7, 8].map((i) => i * minute)), minute), [
    [0, 3 * minute],
    [5 * minute, 6 * minute],
    [7 * minute, 9 * minute],
  ]);
  assert.deepEqual(stretchesOf(candlesAt([]), minute), []);
});
