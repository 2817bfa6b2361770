import assert from "node:assert/strict";
import { test } from "node:test";
import macdTrend from "./macd_trend.ts";
import { candlesFromCloses, firesAt } from "./try-out.ts";

const parameters = { fast: 2, slow: 3, signal: 2, trend_timeframe: "4h", trend_length: 2, directions: "both" };
// Two days of hours, first falling, then rising, with two candles the other way in the middle of each: the MACD turns
// there and back again, the four-hour candle that holds them does not.
const swings = (slope: number) =>
  Array.from({ length: 24 }, (_, hour) => slope * hour + (hour === 13 || hour === 14 ? -4 * slope : 0));
const closes = [...swings(-1).map((move) => 200 + move), ...swings(1).map((move) => 180 + move)];

test("it enters only in the direction of the higher timeframe, and leaves whatever that says", () => {
  const fires = firesAt(macdTrend, candlesFromCloses(closes), { parameters });
  assert.deepEqual(fires, { enterLong: [39], exitLong: [15, 37, 41], enterShort: [15], exitShort: [13, 17, 39] });
});

test("only the wanted directions are in the signals", () => {
  const names = (directions: string) =>
    Object.keys(firesAt(macdTrend, candlesFromCloses(closes), { parameters: { ...parameters, directions } }));
  assert.deepEqual(names("long"), ["enterLong", "exitLong"]);
  assert.deepEqual(names("short"), ["enterShort", "exitShort"]);
});
