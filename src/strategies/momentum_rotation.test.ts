import assert from "node:assert/strict";
import { test } from "node:test";
import momentumRotation from "./momentum_rotation.ts";
import { backtest, candlesFromCloses, signalValues } from "./try-out.ts";

const HOURS = 24 * 4;
// A leads until the middle of the second day, B after it, C never.
const leaderFirst = Array.from({ length: HOURS }, (_, hour) => 100 + Math.min(hour, 36));
const leaderLater = Array.from({ length: HOURS }, (_, hour) => 100 + Math.max(0, hour - 30));
const laggard = Array.from({ length: HOURS }, (_, hour) => 100 - hour / 10);
const candles = {
  "A/USDT": candlesFromCloses(leaderFirst),
  "B/USDT": candlesFromCloses(leaderLater),
  "C/USDT": candlesFromCloses(laggard),
};
const parameters = { length: 6, hold: 1, rotate: "1d", rebalance: 1 };

test("it holds the symbol that rose most, and changes only when the day changes", () => {
  const signals = signalValues(momentumRotation, candles, { parameters });
  const exposure = (symbol: string, row: number) => signals[symbol]["targetExposure"][row];
  // The candle that closes at midnight is the first of the new day's decisions.
  assert.deepEqual([exposure("A/USDT", 23), exposure("B/USDT", 23), exposure("C/USDT", 23)], [1, 0, 0]);
  assert.deepEqual([exposure("A/USDT", 46), exposure("B/USDT", 46)], [1, 0]);
  assert.deepEqual([exposure("A/USDT", 47), exposure("B/USDT", 47), exposure("C/USDT", 47)], [0, 1, 0]);
});

test("the old one is sold and the new one bought", () => {
  const { trades, openPositions } = backtest(momentumRotation, candles, { parameters });
  assert.deepEqual(
    trades.map(({ symbol, exitReason }) => [symbol, exitReason]),
    [["A/USDT", "rebalance"]],
  );
  assert.deepEqual(
    openPositions.map(({ symbol }) => symbol),
    ["B/USDT"],
  );
});
