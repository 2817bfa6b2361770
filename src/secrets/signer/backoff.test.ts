import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "./backoff.ts";

test("each failure waits twice as long as the one before, up to a minute; a healthy minute begins anew", () => {
  const backoff = new Backoff();
  const delays = Array.from({ length: 9 }, () => backoff.delayAfterMs(10));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(backoff.failures, 9);
  assert.equal(backoff.delayAfterMs(60_001), 500);
  assert.equal(backoff.failures, 1);
});
