import assert from "node:assert/strict";
import { test } from "node:test";
import rsiReversal from "./rsi_reversal.ts";
import { candlesFromCloses, firesAt, signalValues } from "./try-out.ts";

// RSI(2), Wilder: 0 on candles 2 to 4; 53 on candle 5, with a smoothed rise of 0.5 against a fall of 0.4375; above 80 on
// candles 6 and 7.
const closes = [10, 10, 9, 8, 7, 8, 10, 12, 10, 9];
const candles = candlesFromCloses(closes);
const parameters = { length: 2, oversold: 30, overbought: 80 };

test("it buys when the RSI comes back above the oversold level and sells when it falls below the overbought one", () => {
  assert.deepEqual(firesAt(rsiReversal, candles, { parameters }), { enterLong: [5], exitLong: [8] });
});

test("the size follows the depth of the fall where that is wanted", () => {
  const strength = (sized: boolean) =>
    signalValues(rsiReversal, { A: candles }, { parameters: { ...parameters, sizes_by_depth: sized } })["A"][
      "strength"
    ];
  assert.equal(strength(false)[5], 1);
  assert.equal(strength(true)[5], 1);
  assert.ok(Math.abs(strength(true)[6] - (30 - (100 * 0.5) / 0.9375) / 30) < 1e-12);
});

test("with sentiment it buys only while that is high enough, and not on an old value", () => {
  const firesWith = (value: number, ageDays: number) => {
    const availableAt = Float64Array.of(candles.openTime[5] - ageDays * 86_400_000);
    const features = new Map([["sentiment", { length: 1, availableAt, value: Float64Array.of(value) }]]);
    const using = { ...parameters, uses_sentiment: true, min_sentiment: 0.2 };
    return firesAt(rsiReversal, candles, { parameters: using, features })["enterLong"];
  };
  assert.deepEqual(firesWith(0.3, 1), [5]);
  assert.deepEqual(firesWith(0.1, 1), []);
  assert.deepEqual(firesWith(0.3, 3), []);
});
