import assert from "node:assert/strict";
import { test } from "node:test";
import emaCrossover from "./ema_crossover.ts";
import { backtest, candlesFromCloses, firesAt } from "./try-out.ts";

// The EMAs of 2 and 4 start with the means of their first values: both are 10 on candle 3.
const closes = [10, 10, 10, 10, 10, 13, 14, 14, 9, 8, 8];
const parameters = { short_window: 2, long_window: 4 };

test("it enters on the candle on which the fast average passes the slow one, and leaves on the way back", () => {
  const fires = firesAt(emaCrossover, candlesFromCloses(closes), { parameters });
  assert.deepEqual(fires, { enterLong: [5], exitLong: [8] });
});

test("it buys at the open after the signal and sells likewise", () => {
  const { trades } = backtest(emaCrossover, { "A/USDT": candlesFromCloses(closes) }, { parameters });
  assert.deepEqual(
    trades.map(({ entryPrice, exitPrice, exitReason }) => [entryPrice, exitPrice, exitReason]),
    [[13, 9, "signal"]],
  );
});
