import assert from "node:assert/strict";
import { test } from "node:test";
import pairs from "./pairs.ts";
import { backtest, candlesFromCloses, signalValues } from "./try-out.ts";

// b stands still, so the spread is ln(a): it is low on candle 5, back on 6, high on 10, back on 11.
const a = [100, 101, 100, 101, 100, 90, 100, 101, 100, 101, 112, 101, 100];
const candles = { "A/USDT": candlesFromCloses(a), "B/USDT": candlesFromCloses(a.map(() => 50)) };
const parameters = { length: 5, entry: 1.5, exit: 0.5 };

test("the legs are opposite: a low spread buys a and sells b, a high one the reverse", () => {
  const signals = signalValues(pairs, candles, { parameters });
  const rows = (symbol: string, name: string) => Array.from(a.keys()).filter((row) => signals[symbol][name][row] === 1);
  assert.deepEqual([rows("A/USDT", "enterLong"), rows("B/USDT", "enterShort")], [[5], [5]]);
  assert.deepEqual([rows("A/USDT", "enterShort"), rows("B/USDT", "enterLong")], [[10], [10]]);
  assert.ok(rows("A/USDT", "exitLong").includes(6));
  assert.deepEqual(rows("A/USDT", "exitLong"), rows("B/USDT", "exitShort"));
  assert.ok(rows("A/USDT", "exitShort").includes(11));
});

test("both legs are traded on margin; on spot the short one is refused with its reason", () => {
  const onMargin = backtest(pairs, candles, { parameters, market: "margin" });
  assert.deepEqual(
    onMargin.trades.map(({ symbol, direction }) => `${symbol} ${direction}`),
    ["A/USDT long", "B/USDT short", "A/USDT short", "B/USDT long"],
  );
  const refused = backtest(pairs, candles, { parameters }).refusalCounts.map(({ symbol, code }) => `${symbol} ${code}`);
  assert.deepEqual(refused.sort(), ["A/USDT short_on_spot", "B/USDT short_on_spot"]);
});
