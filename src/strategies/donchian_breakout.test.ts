import assert from "node:assert/strict";
import { test } from "node:test";
import donchianBreakout from "./donchian_breakout.ts";
import { backtest, candlesFromCloses, signalValues } from "./try-out.ts";

// Moves of 1 a candle: the average true range is 1. The highest high of 4 candles is 12 on candles 2 to 5.
const closes = [10, 11, 12, 11, 10, 11, 13, 14, 13, 12, 10, 9];
const candles = { "A/USDT": candlesFromCloses(closes) };
const parameters = { entry_length: 4, exit_length: 3, atr_length: 2, reach: 1.5, stop_distance: 2 };

test("the order waits at the channel's top while the close is near it, the stop two ranges below", () => {
  const { enterLong, stopPrice, protectiveStop } = signalValues(donchianBreakout, candles, { parameters })["A/USDT"];
  assert.deepEqual(Array.from(stopPrice.slice(3, 8)), [12, 12, 12, 13, 14]);
  assert.deepEqual(Array.from(enterLong.slice(3, 7)), [1, 0, 1, 1]);
  assert.equal(protectiveStop[5], 10);
});

test("it is bought where the high passes the channel, and leaves below the exit channel", () => {
  const { trades } = backtest(donchianBreakout, candles, { parameters: { ...parameters, stop_distance: 3 } });
  assert.deepEqual(
    trades.map(({ entryPrice, exitReason }) => [entryPrice, exitReason]),
    [[12, "signal"]],
  );
});
