import assert from "node:assert/strict";
import { test } from "node:test";
import bollingerReversion from "./bollinger_reversion.ts";
import { backtest, candlesFromCloses, firesAt, signalValues } from "./try-out.ts";

// Over 4 candles ending with 6: mean 9, deviation sqrt(3); the band at 1.5 deviations lies at 6.40.
const closes = [10, 10, 10, 10, 6, 6, 8, 9, 9];
const candles = { "A/USDT": candlesFromCloses(closes) };
const parameters = { length: 4, deviations: 1.5, stop_deviations: 1 };

test("it buys the close below the band, and leaves above the mean", () => {
  assert.deepEqual(firesAt(bollingerReversion, candles["A/USDT"], { parameters }), { enterLong: [4], exitLong: [6] });
});

test("the band is the limit, the mean the target, and the stop lies deviations below", () => {
  const signals = signalValues(bollingerReversion, candles, { parameters })["A/USDT"];
  const near = (name: string, expected: number) => assert.ok(Math.abs(signals[name][4] - expected) < 1e-12, name);
  near("limitPrice", 9 - 1.5 * Math.sqrt(3));
  near("targetPrice", 9);
  near("protectiveStop", 9 - 2.5 * Math.sqrt(3));
});

test("it takes the way back to the mean", () => {
  const { trades } = backtest(bollingerReversion, candles, { parameters });
  assert.deepEqual(
    trades.map(({ entryPrice, exitReason }) => [entryPrice, exitReason]),
    [[6, "signal"]],
  );
});
