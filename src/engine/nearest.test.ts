import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { editDistance, nearest } from "./nearest.ts";

test("edit distance: known figures", () => {
  assert.equal(editDistance("", "abc"), 3);
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("teh", "the"), 1, "a swap of neighbours is one edit");
});

test("edit distance is symmetric, zero only for equal words, and at most the longer length", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const distance = editDistance(a, b);
      assert.equal(distance, editDistance(b, a));
      assert.equal(distance === 0, a === b);
      assert.ok(distance <= Math.max(a.length, b.length));
    }),
  );
});

test("nearest finds a slip of the pen and another way of writing, and nothing for another word", () => {
  const known = ["max_drawdown", "max_daily_loss", "timeframe", "fee"];
  assert.equal(nearest("max_drawdwon", known), "max_drawdown");
  assert.equal(nearest("maxDailyLoss", known), "max_daily_loss");
  assert.equal(nearest("time-frame", known), "timeframe");
  assert.equal(nearest("fees", known), "fee");
  assert.equal(nearest("leverage", known), undefined);
});
