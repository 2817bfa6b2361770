import assert from "node:assert/strict";
import { test } from "node:test";
import { strategy } from "../../../test/support/engine.ts";
import { generatedCandles } from "../../../test/support/runs.ts";
import { above, and, crossesAbove, crossesBelow } from "../../engine/expression/condition.ts";
import { higherTimeframe, marketOf } from "../../engine/expression/sources.ts";
import { ema, macd, rsi } from "../../engine/indicators/index.ts";
import { HOUR_MS } from "../../engine/timeframe.ts";
import { chartInputs } from "./chart-inputs.ts";

// The price is near 50, and so is the RSI: it keeps its own pane all the same.
const candles = generatedCandles(600, HOUR_MS, 5, 50);
const streams = [{ symbol: "A/USDT", timeframe: "1h", candles }];
const { close } = marketOf();

test("the strategy's indicators are found in its conditions, computed and placed, higher timeframes too", () => {
  const { macd: line, signal } = macd(close, 12, 26, 9);
  const isRising = higherTimeframe("4h", (higher) => above(higher.close, ema(higher.close, 10)));
  const instance = strategy({
    timeframe: "1h",
    signals: {
      "": {
        enterLong: and(crossesAbove(ema(close, 12), ema(close, 26)), above(rsi(close, 14), 50), isRising),
        exitLong: crossesBelow(line, signal),
      },
    },
  });
  const [chart] = chartInputs([instance], streams, {});
  const panes = new Map(chart.indicators.map(({ name, pane }) => [name, pane]));
  assert.equal(panes.get("ema(close, 12)"), "price");
  assert.equal(panes.get("rsi(close, 14)"), "rsi");
  assert.equal(panes.get("macd(close, 12, 26, 9).signal"), "macd(close, 12, 26, 9)");
  assert.equal(panes.get("macd(close, 12, 26, 9).macd"), panes.get("macd(close, 12, 26, 9).signal"));
  const higher = chart.indicators.find(({ name }) => name.startsWith("higherTimeframe(4h, ema("));
  assert.ok(higher, [...panes.keys()].join());
  assert.equal(higher.pane, "price");
  // Four candles of an hour share a value: the one of the last four-hour candle that had closed.
  assert.equal(higher.values[500], higher.values[501]);
  assert.ok(Math.abs(higher.values[500] / candles.close[500] - 1) < 0.2);
});

test("a strategy without signals has a chart without indicators", () => {
  assert.deepEqual(chartInputs([strategy({ timeframe: "1h" })], streams, {})[0].indicators, []);
});
