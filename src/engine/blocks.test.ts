/** What a block holds must not matter, also where symbols have candles of different lengths. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../test/support/engine.ts";
import { walk } from "../../test/support/random-runs.ts";
import { crossesAbove, crossesBelow } from "./expression/condition.ts";
import { marketOf } from "./expression/sources.ts";
import { ema } from "./indicators/ema.ts";
import { UNLIMITED } from "./limits.ts";
import { runBacktest } from "./run.ts";
import { HOUR_MS, timeframeMs } from "./timeframe.ts";

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

test("a limit that an exit's price reaches counts at once, also where quiet instants are skipped", () => {
  const turns = {
    enterLong: crossesAbove(ema(close, 2), ema(close, 4)),
    exitLong: crossesBelow(ema(close, 2), ema(close, 4)),
  };
  let halted = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const run = (skipsQuietInstants: boolean) =>
      runBacktest({
        strategies: [strategy({ timeframe: "1h", signals: { "": turns } })],
        streams: [stream(walk(seed, 400, HOUR_MS), "1h")],
        markets: new Map([["A/USDT", market({ takerFeeRate: 0.002 })]]),
        settings: settings({ limits: { ...UNLIMITED, maxDrawdown: 0.05, maxDailyLoss: 0.02 } }),
        skipsQuietInstants,
      });
    const [skipping, stepping] = [run(true), run(false)];
    assert.deepEqual(skipping.trades, stepping.trades, `seed ${seed}`);
    assert.deepEqual(skipping.refusals, stepping.refusals, `seed ${seed}`);
    assert.deepEqual([...skipping.curve.equity], [...stepping.curve.equity], `seed ${seed}`);
    if (skipping.refusals.some(({ code }) => code === "drawdown_halt")) halted++;
  }
  assert.ok(halted > 6);
});

test("a run without a symbol keeps its cash, also where quiet instants are skipped", () => {
  for (const skipsQuietInstants of [true, false]) {
    const { curve } = runBacktest({
      strategies: [strategy({ symbols: [] })],
      streams: [stream(walk(1, 5, HOUR_MS), "1h")],
      markets: new Map([["A/USDT", market()]]),
      settings: settings(),
      skipsQuietInstants,
    });
    assert.deepEqual([...curve.equity], [10_000, 10_000, 10_000, 10_000, 10_000]);
  }
});

test("timeframes of one symbol that do not nest are refused: an order would fill in a candle older than its decision", () => {
  const on = (timeframes: readonly string[]) =>
    runBacktest({
      strategies: timeframes.slice(0, 2).map((timeframe) => strategy({ name: timeframe, timeframe })),
      streams: timeframes.map((timeframe) => stream(walk(1, 50, timeframeMs(timeframe)), timeframe)),
      markets: new Map([["A/USDT", market()]]),
      settings: settings(),
    });
  assert.throws(() => on(["3m", "5m"]), { code: "ENGINE_TIMEFRAMES_DO_NOT_NEST" });
  on(["5m", "15m"]);
  on(["3m", "5m", "1m"]);
});
