import assert from "node:assert/strict";
import { test } from "node:test";
import { strategy } from "../../../test/support/engine.ts";
import { generatedCandles } from "../../../test/support/runs.ts";
import { above, and, crossesAbove, crossesBelow } from "../../engine/expression/condition.ts";
import { marketOf } from "../../engine/expression/sources.ts";
import { ema, macd, rsi } from "../../engine/indicators/index.ts";
import { HOUR_MS } from "../../engine/timeframe.ts";
import { strategyIndicators } from "./strategy-indicators.ts";

const candles = generatedCandles(300, HOUR_MS, 5, 50);
const { close } = marketOf();

test("the series that the conditions compare are found, computed and placed", () => {
  const { macd: line, signal } = macd(close, 12, 26, 9);
  const instance = strategy({
    timeframe: "1h",
    signals: {
      "": {
        enterLong: and(crossesAbove(ema(close, 12), ema(close, 26)), above(rsi(close, 14), 50)),
        exitLong: crossesBelow(line, signal),
      },
    },
  });
  const found = strategyIndicators(instance, candles);
  assert.deepEqual(
    found.map(({ name, pane }) => [name, pane]),
    [
      ["ema(close, 12)", "price"],
      ["ema(close, 26)", "price"],
      // The price is near 50 here, and so is the RSI: it keeps its own pane all the same.
      ["rsi(close, 14)", "rsi(close, 14)"],
      ["macd(close, 12, 26, 9).macd", "macd(close, 12, 26, 9)"],
      ["macd(close, 12, 26, 9).signal", "macd(close, 12, 26, 9)"],
    ],
  );
  assert.ok(Number.isNaN(found[0].values[10]));
  assert.ok(Math.abs(found[0].values[299] / candles.close[299] - 1) < 0.1);
});

test("strategies over roles, and signals without comparisons, draw nothing", () => {
  assert.deepEqual(strategyIndicators(strategy({ timeframe: "1h", roles: { a: "A", b: "B" } }), candles), []);
  assert.deepEqual(strategyIndicators(strategy({ timeframe: "1h" }), candles), []);
});
