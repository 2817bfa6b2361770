import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveCandle } from "../../engine/live-instant.ts";
import { HOUR_MS, MINUTE_MS } from "../../engine/timeframe.ts";
import { GeneratedFeed } from "./generated.ts";
import { Pace } from "./pace.ts";

const never = new AbortController().signal;
const FROM = Date.UTC(2024, 0, 1);
const both = [
  { symbol: "BTC/USDT", timeframe: "1h" },
  { symbol: "BTC/USDT", timeframe: "15m" },
];

interface Taken {
  readonly time: number;
  readonly closes: readonly LiveCandle[];
}

async function take(streams: typeof both, count: number, after?: number): Promise<Taken[]> {
  const feed = new GeneratedFeed(streams, { seed: 3, from: FROM }, new Pace(Infinity), after);
  const instants: Taken[] = [];
  while (instants.length < count) {
    const instant = await feed.next(never);
    assert.ok(instant !== undefined, `it ended after ${instants.length} instants`);
    instants.push({ time: instant.time, closes: instant.candles().filter(({ hasClosed }) => hasClosed) });
  }
  return instants;
}

test("a symbol has one price, whatever the length of its candles", async () => {
  const instants = await take(both, 400);
  const whole = instants.filter(({ closes }) => closes.length === 2);
  assert.equal(whole.length, 100);
  for (const { closes } of whole) assert.equal(closes[0].close, closes[1].close);
});

test("it has no end, and goes on where it was, however far that is", async () => {
  const shortest = both.slice(1);
  const instants = await take(shortest, 45_000);
  instants.forEach(({ time }, n) => assert.equal(time, FROM + (n + 1) * 15 * MINUTE_MS));
  const [next] = await take(shortest, 1, instants[44_998].time);
  assert.deepEqual(next.closes, instants[44_999].closes);
});

test("no candle of the shorter length is lost where the longer one's are made anew", async () => {
  const instants = await take(both, 25_000);
  instants.forEach(({ time, closes }, n) => {
    assert.equal(time, FROM + (n + 1) * 15 * MINUTE_MS);
    assert.equal(closes.length, time % HOUR_MS === 0 ? 2 : 1);
  });
});
