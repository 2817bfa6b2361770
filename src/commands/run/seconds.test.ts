import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSeconds } from "./seconds.ts";

test("a length of time is a number above 0", () => {
  assert.equal(parseSeconds("0.5"), 0.5);
  for (const text of ["abc", "0", "-1", "Infinity", ""]) assert.throws(() => parseSeconds(text), /above 0/, text);
});
