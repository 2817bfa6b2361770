import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "../../engine/timeframe.ts";
import { type Clock, Pace } from "./pace.ts";

const never = new AbortController().signal;

/** A clock on which only waiting takes time; like the system's timers it knows no wait above 2^31 - 1 ms. */
function clockOf(): Clock & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    async wait(ms) {
      this.time += ms > 2 ** 31 - 1 ? 1 : ms;
    },
  };
}

test("each instant comes when its time has come, at the speed asked for", async () => {
  const clock = clockOf();
  const pace = new Pace(60, clock);
  await pace.until(1_000_000, never);
  assert.equal(clock.time, 0);
  await pace.until(1_000_000 + 60_000, never);
  assert.equal(clock.time, 1000);
});

test("a gap of a month is waited for like any other", async () => {
  const clock = clockOf();
  const pace = new Pace(1, clock);
  await pace.until(0, never);
  await pace.until(31 * DAY_MS, never);
  assert.equal(clock.time, 31 * DAY_MS);
});

test("nobody waits once the signal is given", async () => {
  const clock = clockOf();
  const pace = new Pace(1, clock);
  await pace.until(0, never);
  await pace.until(DAY_MS, AbortSignal.abort());
  assert.equal(clock.time, 0);
});
