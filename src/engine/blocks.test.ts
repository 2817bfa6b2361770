/** What a block holds must not matter, also where symbols have candles of different lengths. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../test/support/engine.ts";
import { walk } from "../../test/support/random-runs.ts";
import { crossesAbove, crossesBelow } from "./expression/condition.ts";
import { marketOf } from "./expression/sources.ts";
import { ema } from "./indicators/ema.ts";
import { runBacktest } from "./run.ts";
import { HOUR_MS } from "./timeframe.ts";

const { close } = marketOf();

test("a position in a symbol of long candles is marked alike at the instants between them", () => {
  const turns = {
    enterLong: crossesAbove(ema(close, 3), ema(close, 8)),
    exitLong: crossesBelow(ema(close, 3), ema(close, 8)),
  };
  const run = (blockSize: number) =>
    runBacktest({
      strategies: [
        strategy({
          name: "long",
          symbols: ["A/USDT"],
          timeframe: "1h",
          signals: { "": turns },
          capitalAllocation: 0.5,
        }),
        strategy({
          name: "short",
          symbols: ["B/USDT"],
          timeframe: "15m",
          signals: { "": turns },
          capitalAllocation: 0.5,
        }),
      ],
      streams: [stream(walk(1, 200, HOUR_MS), "1h", "A/USDT"), stream(walk(2, 800, HOUR_MS / 4), "15m", "B/USDT")],
      markets: new Map(["A/USDT", "B/USDT"].map((symbol) => [symbol, market()])),
      settings: settings({ slippageRate: 0.001 }),
      blockSize,
    });
  const wanted = run(256);
  assert.ok(wanted.trades.length > 20);
  for (const blockSize of [1, 7]) assert.deepEqual([...run(blockSize).curve.equity], [...wanted.curve.equity]);
});
