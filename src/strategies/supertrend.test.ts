import assert from "node:assert/strict";
import { test } from "node:test";
import supertrend from "./supertrend.ts";
import { candlesFromCloses, firesAt, signalValues } from "./try-out.ts";

const closes = [20, 19, 18, 17, 16, 15, 20, 21, 22, 23, 24, 18, 17, 16];
const candles = candlesFromCloses(closes);
const parameters = { length: 2, multiplier: 1 };

test("it turns with the band", () => {
  assert.deepEqual(firesAt(supertrend, candles, { parameters }), { enterLong: [6], exitLong: [11] });
  const both = firesAt(supertrend, candles, { parameters: { ...parameters, directions: "both" } });
  assert.deepEqual(both, { enterLong: [6], exitLong: [11], enterShort: [11], exitShort: [6] });
});

test("the stop is the band below a long", () => {
  const { protectiveStop } = signalValues(supertrend, { A: candles }, { parameters })["A"];
  for (let row = 6; row < 11; row++) assert.ok(protectiveStop[row] < closes[row]);
});
