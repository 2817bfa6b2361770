import assert from "node:assert/strict";
import { test } from "node:test";
import buyAndHold from "./buy_and_hold.ts";
import { backtest, candlesFromCloses } from "./try-out.ts";

const candles = { "A/USDT": candlesFromCloses([100, 100, 90, 80, 120, 120]) };

test("it buys at the first open after the first candle and never sells", () => {
  const { trades, openPositions, finalEquity, totals } = backtest(buyAndHold, candles);
  assert.deepEqual(trades, []);
  assert.deepEqual([openPositions[0].entryPrice, finalEquity, totals.fills], [100, 12_000, 1]);
});

test("a position that its protection closed is not bought again", () => {
  const { trades, totals } = backtest(buyAndHold, candles, { protection: { stopLoss: 0.15 } });
  assert.deepEqual([trades[0].exitReason, trades[0].exitPrice, totals.fills], ["stop_loss", 85, 2]);
});
