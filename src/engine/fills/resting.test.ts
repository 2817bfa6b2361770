/** Limit, stop and stop-limit orders through the whole engine, on hand-made candles. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { candlesOf, type Row } from "../../../test/support/price-rows.ts";
import { equals } from "../expression/condition.ts";
import { marketOf } from "../expression/sources.ts";
import { NO_PROTECTION, type ProtectionRules } from "../limits.ts";
import { runBacktest } from "../run.ts";
import type { Signals } from "../strategy.ts";
import { multiply } from "../expression/arithmetic.ts";

const { close, openTime } = marketOf();
/** Fires on the candle of this row. */
const at = (row: number) => equals(openTime, row * 60_000);

function run(rows: readonly Row[], signals: Partial<Signals>, protection: Partial<ProtectionRules> = {}) {
  return runBacktest({
    strategies: [
      strategy({ signals: { "": { enterLong: at(0), ...signals } }, protection: { ...NO_PROTECTION, ...protection } }),
    ],
    streams: [stream(candlesOf(rows))],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
}
const flat: Row = [100, 100, 100, 100];

test("a limit buy fills at its price when the price goes through, not when it only touches", () => {
  const limit = { limitPrice: multiply(close, 0.98) };
  assert.equal(run([flat, [100, 101, 98, 99]], limit).openPositions.length, 0);
  assert.equal(run([flat, [100, 101, 97, 99]], limit).openPositions[0].entryPrice, 98);
});

test("a limit that the open is already beyond fills at the open, which is better", () => {
  assert.equal(run([flat, [95, 99, 94, 96]], { limitPrice: multiply(close, 0.98) }).openPositions[0].entryPrice, 95);
});

test("a resting entry is good for one candle, and lapses", () => {
  const result = run([flat, [100, 101, 99, 100], [100, 101, 90, 95]], { limitPrice: multiply(close, 0.98) });
  assert.equal(result.openPositions.length, 0);
  assert.equal(result.trades.length, 0);
});

test("a stop buy fills at its price, or at a worse open", () => {
  const stop = { stopPrice: multiply(close, 1.02) };
  assert.equal(run([flat, [100, 103, 99, 101]], stop).openPositions[0].entryPrice, 102);
  assert.equal(run([flat, [105, 106, 104, 105]], stop).openPositions[0].entryPrice, 105);
  assert.equal(run([flat, [100, 101, 99, 100]], stop).openPositions.length, 0);
});

test("a stop-limit fills where the price that triggers it is within its limit, and no worse than that", () => {
  const both = { stopPrice: multiply(close, 1.02), limitPrice: multiply(close, 1.03) };
  assert.equal(run([flat, [100, 104, 99, 102]], both).openPositions[0].entryPrice, 102);
  // The open triggers it: at the open, or, beyond the limit, when the price comes back.
  assert.equal(run([flat, [102.5, 104, 102, 103]], both).openPositions[0].entryPrice, 102.5);
  assert.equal(run([flat, [110, 111, 101, 103]], both).openPositions[0].entryPrice, 103);
  assert.equal(run([flat, [110, 111, 104, 105]], both).openPositions.length, 0);
  const slipped = runBacktest({
    strategies: [strategy({ signals: { "": { enterLong: at(0), ...both } } })],
    streams: [stream(candlesOf([flat, [100, 104, 99, 102]]))],
    markets: new Map([["A/USDT", market()]]),
    settings: settings({ slippageRate: 0.05 }),
  });
  assert.equal(slipped.openPositions[0].entryPrice, 103);
});

test("a stop-limit whose limit lies before its stop waits for the price to come back", () => {
  const both = { stopPrice: multiply(close, 1.02), limitPrice: multiply(close, 1.01) };
  // Triggered and back through the limit within one candle: in which order is not known, so it does not fill.
  assert.equal(run([flat, [100, 103, 99, 102]], both).openPositions.length, 0);
});

test("an entry that rests lapses in a gap that is longer than it is good for", () => {
  const late = runBacktest({
    strategies: [strategy({ signals: { "": { enterLong: at(0), limitPrice: multiply(close, 0.98) } } })],
    streams: [stream(candlesOf([flat, [95, 99, 94, 96]], [0, 60]))],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.equal(late.openPositions.length, 0);
});

test("a position opened inside a candle has its stop there, its target only from the next candle on", () => {
  const limit = { limitPrice: multiply(close, 0.98) };
  const stopped = run([flat, [100, 104, 94, 99], flat], limit, { stopLoss: 0.03, takeProfit: 0.03 });
  assert.deepEqual(
    stopped.trades.map(({ exitReason, exitPrice }) => [exitReason, exitPrice]),
    [["stop_loss", 98 * 0.97]],
  );
  const held = run([flat, [100, 104, 97, 99], [100, 100.5, 99.5, 100]], limit, { takeProfit: 0.03 });
  assert.equal(held.trades.length, 0);
  const taken = run([flat, [100, 104, 97, 99], [100, 103, 99.5, 102]], limit, { takeProfit: 0.03 });
  assert.deepEqual(
    taken.trades.map(({ exitReason }) => exitReason),
    ["take_profit"],
  );
});

test("a market entry fills at the next open; after a gap it lapses under the default convention", () => {
  assert.equal(run([flat, [101, 102, 100, 101]], {}).openPositions[0].entryPrice, 101);
  const candles = candlesOf([flat, [101, 102, 100, 101]]);
  candles.openTime[1] = 5 * 60_000;
  const late = runBacktest({
    strategies: [strategy({ signals: { "": { enterLong: at(0) } } })],
    streams: [stream(candles)],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.equal(late.openPositions.length, 0);
});

test("an exit waits for the candle after a gap", () => {
  const candles = candlesOf([flat, [101, 102, 100, 101], [90, 91, 89, 90]]);
  candles.openTime[2] = 10 * 60_000;
  const result = runBacktest({
    strategies: [strategy({ signals: { "": { enterLong: at(0), exitLong: at(1) } } })],
    streams: [stream(candles)],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.deepEqual(
    result.trades.map(({ exitTime, exitPrice }) => [exitTime, exitPrice]),
    [[600_000, 90]],
  );
});
