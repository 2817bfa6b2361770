import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../test/support/engine.ts";
import { emptyCandles } from "./candles.ts";
import type { HandlerFailure } from "./handler.ts";
import { runBacktest } from "./run.ts";
import type { CandleHandler, OnCandle } from "./strategy.ts";
import { MINUTE_MS } from "./timeframe.ts";

const SYMBOLS = ["A/USDT", "B/USDT"];

/** A price that stands at 100 and falls to 80 on the last of ten candles. */
function falling() {
  const candles = emptyCandles(10);
  for (let row = 0; row < 10; row++) {
    candles.openTime[row] = row * MINUTE_MS;
    for (const column of ["open", "high", "low", "close"] as const) candles[column][row] = 100;
  }
  candles.low[9] = candles.close[9] = 80;
  return candles;
}

const handlerOf = (onCandle: OnCandle): CandleHandler => ({
  indicators: {},
  onCandle,
  initialState: () => ({ count: 0 }),
});

function run(onCandle: OnCandle, others: ReturnType<typeof strategy>[] = []) {
  const failures: HandlerFailure[] = [];
  const result = runBacktest({
    strategies: [strategy({ symbols: SYMBOLS, handler: handlerOf(onCandle), capitalAllocation: 0.5 }), ...others],
    streams: SYMBOLS.map((symbol) => stream(falling(), "1m", symbol)),
    markets: new Map(SYMBOLS.map((symbol) => [symbol, market()])),
    settings: settings(),
    onFailure: (failure) => failures.push(failure),
  });
  return { result, failures };
}

const bid = { key: "bid", side: "buy", type: "limit", quantity: 1, price: 90 } as const;

test("wanted orders rest in the book and fill", () => {
  const { result, failures } = run(() => ({ orders: [bid] }));
  assert.deepEqual([result.totals.fills, failures], [2, []]);
});

test("a strategy that throws on one symbol is stopped on all, once, and its orders leave the book", () => {
  const { result, failures } = run((view) => {
    if (view.symbol === "B/USDT" && view.time === 5 * MINUTE_MS) throw new Error("oh");
    return { orders: [bid] };
  });
  assert.deepEqual(
    failures.map(({ symbol, time, error }) => [symbol, time, error.code]),
    [["B/USDT", 5 * MINUTE_MS, "ENGINE_STRATEGY_FAILED"]],
  );
  assert.equal(result.totals.fills, 0);
  assert.deepEqual(
    result.refusalCounts.map(({ code, count }) => [code, count]),
    [["strategy_stopped", 1]],
  );
});

test("the others go on", () => {
  const other = strategy({
    name: "other",
    symbols: ["A/USDT"],
    capitalAllocation: 0.5,
    handler: handlerOf(() => ({ orders: [bid] })),
  });
  const { result } = run(() => {
    throw new Error("oh");
  }, [other]);
  assert.deepEqual(
    result.openPositions.map((position) => position.strategy),
    ["other"],
  );
});

test("what is no decision is nonsense, told as such", () => {
  const nonsense: readonly unknown[] = [
    3,
    [],
    null,
    Promise.resolve({ enterLong: true }),
    { buy: true },
    { enterLong: 1 },
    { strength: NaN },
    { limitPrice: -1 },
    { orders: [{ ...bid, price: 0 }] },
    { orders: [{ ...bid, side: "long" }] },
    { orders: [{ ...bid, type: "market" }] },
  ];
  for (const decision of nonsense) {
    const { failures } = run(() => decision as never);
    assert.deepEqual(
      [failures.length, failures[0].error.code],
      [1, "ENGINE_STRATEGY_NONSENSE"],
      JSON.stringify(decision),
    );
  }
});

test("each symbol has a state of its own", () => {
  const seen = new Map<string, number>();
  run((view, state) => {
    state["count"] = (state["count"] as number) + 1;
    seen.set(view.symbol, state["count"] as number);
    return undefined;
  });
  assert.deepEqual([...seen.values()], [10, 10]);
});

test("a wanted order that moves under its key is replaced; one that stays is left alone", () => {
  const moving = run((view) => ({ orders: [{ ...bid, price: view.time < 5 * MINUTE_MS ? 70 : 90 }] }));
  // On each of two symbols: both prices, and the next bid once one has filled on the last candle.
  assert.deepEqual([moving.result.openPositions[0].entryPrice, moving.result.totals.orders], [90, 6]);
  assert.equal(run(() => ({ orders: [bid] })).result.totals.orders, 4);
});

test("two wanted orders of one key, and numbers without end, are nonsense", () => {
  for (const orders of [[bid, bid], [{ ...bid, price: Infinity }], [{ ...bid, quantity: Infinity }]]) {
    const { failures } = run(() => ({ orders }));
    assert.equal(failures[0].error.code, "ENGINE_STRATEGY_NONSENSE");
  }
});

test("a strategy that was stopped does not go on adding to its position", () => {
  const failures: HandlerFailure[] = [];
  const rising = falling();
  for (let row = 5; row < 10; row++)
    for (const column of ["open", "high", "low", "close"] as const) rising[column][row] = 110 + row;
  const result = runBacktest({
    strategies: [
      strategy({
        handler: handlerOf((view) => {
          if (view.time > 3 * MINUTE_MS) throw new Error("oh");
          return { enterLong: true };
        }),
        adding: { maxEntries: 3, addStep: 0.01, addSizeFactor: 1 },
      }),
    ],
    streams: [stream(rising)],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
    onFailure: (failure) => failures.push(failure),
  });
  assert.deepEqual([failures.length, result.totals.fills], [1, 1]);
});

test("what a strategy decided on one symbol is not done where it fails on another at that instant", () => {
  const { result } = run((view) => {
    if (view.symbol === "B/USDT") throw new Error("oh");
    return { enterLong: true, orders: [bid] };
  });
  assert.equal(result.totals.orders, 0);
});
