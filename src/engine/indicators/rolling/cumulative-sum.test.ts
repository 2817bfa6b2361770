import assert from "node:assert/strict";
import { test } from "node:test";
import { CumulativeSum } from "./cumulative-sum.ts";

test("small values are not lost beside a large total", () => {
  const sum = new CumulativeSum();
  sum.next(1e16);
  for (let i = 0; i < 1000; i++) sum.next(1);
  assert.equal(sum.next(-1e16), 1000);
});

test("it starts afresh after a reset", () => {
  const sum = new CumulativeSum();
  sum.next(5);
  sum.reset();
  assert.equal(sum.next(2), 2);
  assert.equal(sum.next(0.5), 2.5);
});
