import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy } from "../../test/support/engine.ts";
import { walk } from "../../test/support/random-runs.ts";
import { crossesAbove, crossesBelow } from "./expression/condition.ts";
import { marketOf } from "./expression/sources.ts";
import { sma } from "./indicators/sma.ts";
import { runBacktest } from "./run.ts";
import type { Stream } from "./timeline.ts";

const { close } = marketOf();

function run(streams: readonly Stream[], options: { blockSize?: number; skipsQuietInstants?: boolean } = {}) {
  const symbols = streams.map(({ symbol }) => symbol);
  return runBacktest({
    strategies: [
      strategy({
        timeframe: "1h",
        symbols,
        sizing: { rule: "fixed_amount", amount: 10 },
        signals: {
          "": { enterLong: crossesAbove(close, sma(close, 5)), exitLong: crossesBelow(close, sma(close, 5)) },
        },
      }),
    ],
    streams,
    markets: new Map(symbols.map((symbol) => [symbol, market()])),
    settings: settings(),
    ...options,
  });
}

test("more symbols than a word has bits each trade as they do alone, with missing candles too", () => {
  for (const gapShare of [0, 0.1]) {
    const streams = Array.from({ length: 70 }, (_, n) => {
      const symbol = `${String.fromCharCode(65 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}/USDT`;
      return { symbol, timeframe: "1h", candles: walk(n + 1, 300, 3_600_000, gapShare) };
    });
    const { trades } = run(streams);
    assert.ok(trades.length > 1000);
    for (const stream of streams) {
      const own = trades.filter(({ symbol }) => symbol === stream.symbol);
      const alone = run([stream]).trades;
      assert.deepEqual(
        own.map(({ entryTime, exitTime, profit }) => ({ entryTime, exitTime, profit })),
        alone.map(({ entryTime, exitTime, profit }) => ({ entryTime, exitTime, profit })),
      );
    }
    for (const options of [{ blockSize: 7 }, { skipsQuietInstants: false }])
      assert.deepEqual(run(streams, options).trades, trades);
  }
});
