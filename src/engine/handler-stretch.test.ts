/** A strategy that is called on every candle sees and does the same, however far its candles are marked ahead of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../test/support/engine.ts";
import { randomNumbers } from "../../test/support/random-candles.ts";
import { walk } from "../../test/support/random-runs.ts";
import { marketOf } from "./expression/sources.ts";
import { NO_PROTECTION, UNLIMITED } from "./limits.ts";
import { runBacktest } from "./run.ts";
import type { CandleHandler } from "./strategy.ts";
import { HOUR_MS } from "./timeframe.ts";

const CANDLES = 1500;
const { close } = marketOf();

/** Speaks on a share of the candles, by chance but the same way each time, and writes down what it saw. */
function chancy(share: number, seed: number, seen: unknown[][]): CandleHandler {
  const random = randomNumbers(seed);
  return {
    indicators: { close },
    initialState: () => ({}),
    onCandle: (view) => {
      const { time, positionQuantity, positionEntryPrice, capital } = view;
      seen.push([time, view.close, view.value("close"), positionQuantity, positionEntryPrice, capital]);
      if (random() >= share) return undefined;
      return positionQuantity > 0 ? { exitLong: true } : { enterLong: true, protectiveStop: view.close * 0.97 };
    },
  };
}

function run(share: number, seed: number, options: { skips: boolean; blockSize: number; maxDrawdown: number }) {
  const seen: unknown[][] = [];
  const handler = chancy(share, seed, seen);
  const result = runBacktest({
    strategies: [strategy({ timeframe: "1h", handler, protection: { ...NO_PROTECTION, takeProfit: 0.02 } })],
    streams: [stream(walk(seed, CANDLES, HOUR_MS), "1h")],
    markets: new Map([["A/USDT", market({ takerFeeRate: 0.001 })]]),
    settings: settings({ limits: { ...UNLIMITED, maxDrawdown: options.maxDrawdown, maxDailyLoss: 0.05 } }),
    skipsQuietInstants: options.skips,
    blockSize: options.blockSize,
  });
  const { trades, refusals, curve, finalEquity } = result;
  return { trades, refusals, equity: [...curve.equity], exposure: [...curve.exposure], finalEquity, seen };
}

for (const share of [0.01, 0.05, 0.3, 1]) {
  test(`a word on ${share} of the candles`, () => {
    for (const [seed, maxDrawdown] of [
      [1, Infinity],
      [2, 0.04],
      [3, 0.2],
      [4, 0.01],
      [5, 0.02],
      [6, 0.03],
      [7, 0.05],
    ]) {
      const wanted = run(share, seed, { skips: false, blockSize: 256, maxDrawdown });
      assert.ok(wanted.trades.length > 0);
      assert.equal(wanted.seen.length, CANDLES);
      for (const blockSize of [1, 7, 1024])
        assert.deepEqual(run(share, seed, { skips: true, blockSize, maxDrawdown }), wanted, `seed ${seed}`);
    }
  });
}
