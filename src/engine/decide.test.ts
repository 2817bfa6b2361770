/** From signals to orders, in the corners: what is refused, what is sized, and by which price. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { convention, market, settings, strategy, stream } from "../../test/support/engine.ts";
import { candlesOf, flat, type Row } from "../../test/support/price-rows.ts";
import type { StrategyInstance } from "./compile.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { multiply } from "./expression/arithmetic.ts";
import { above, equals } from "./expression/condition.ts";
import { lag } from "./expression/history.ts";
import { marketOf } from "./expression/sources.ts";
import { NO_ADDING, NO_PROTECTION, UNLIMITED } from "./limits.ts";
import type { MarketRules } from "./market.ts";
import { runBacktest } from "./run.ts";
import { MINUTE_MS } from "./timeframe.ts";

const { close, openTime } = marketOf();
const at = (row: number) => equals(openTime, row * MINUTE_MS);
const always = above(close, 0);

function run(
  rows: readonly Row[],
  uses: readonly Partial<StrategyInstance>[],
  overrides: { settings?: Partial<EngineSettings>; market?: Partial<MarketRules> } = {},
) {
  return runBacktest({
    strategies: uses.map((use, n) => strategy({ name: `s${n}`, ...use })),
    streams: ["A/USDT", "B/USDT"].map((symbol) => stream(candlesOf(rows), "1m", symbol)),
    markets: new Map(["A/USDT", "B/USDT"].map((symbol) => [symbol, market(overrides.market)])),
    settings: settings(overrides.settings),
  });
}

test("a part of a position is sold on the exchange's grid, and not below its smallest order", () => {
  const wanted = { "": { targetExposure: multiply(close, 0.01), rebalanceThreshold: 0.001 } };
  const rows = [flat(100), flat(100), flat(60), flat(59.8), flat(59.6)];
  const result = run(rows, [{ signals: wanted, capitalAllocation: 0.999 }], {
    market: { lotSize: 0.1, minNotional: 10 },
  });
  assert.ok(result.trades.length > 0);
  for (const { quantity } of result.trades) assert.equal(Math.round(quantity * 10) / 10, quantity);
  assert.ok(result.refusals.some(({ code }) => code === "below_minimum"));
});

test("a step adds at market, also where the strategy enters with limit orders", () => {
  const result = run(
    [flat(100), [100, 100, 97, 98], flat(90), flat(90), flat(90)],
    [
      {
        signals: { "": { enterLong: at(0), limitPrice: multiply(close, 0.98) } },
        adding: { ...NO_ADDING, maxEntries: 2, addStep: -0.05 },
      },
    ],
  );
  assert.equal(result.totals.fills, 2);
  assert.deepEqual(result.refusals, []);
});

test("an order that is sized at the fill does not count against itself", () => {
  const result = run([flat(100), flat(100)], [{ signals: { "": { enterLong: at(0) } } }], {
    settings: { convention: convention("signal-close"), limits: { ...UNLIMITED, maxOrdersPerMinute: 1 } },
  });
  assert.deepEqual([result.totals.fills, result.refusals.length], [1, 0]);
});

test("resting orders that would open positions count as such, and as orders", () => {
  const bids = (count: number): Partial<StrategyInstance> => ({
    symbols: ["A/USDT", "B/USDT"],
    handler: {
      indicators: {},
      initialState: () => ({}),
      onCandle: () => ({
        orders: Array.from({ length: count }, (_, n) => ({
          key: `${n}`,
          side: "buy" as const,
          type: "limit" as const,
          quantity: 1,
          price: 90 - n,
        })),
      }),
    },
  });
  const positions = run([flat(100), flat(100)], [bids(2)], {
    settings: { limits: { ...UNLIMITED, maxOpenPositions: 1 } },
  });
  assert.deepEqual(
    [...new Set(positions.refusals.map(({ symbol, code }) => `${symbol} ${code}`))],
    ["B/USDT max_open_positions"],
  );
  const orders = run([flat(100)], [bids(3)], { settings: { limits: { ...UNLIMITED, maxOrdersPerMinute: 4 } } });
  assert.deepEqual(
    orders.refusals.map(({ symbol, code }) => `${symbol} ${code}`),
    ["B/USDT max_orders_per_minute", "B/USDT max_orders_per_minute"],
  );
});

test("no cool-down is none, also where orders are matched on shorter candles", () => {
  const hours = {
    ...candlesOf(
      Array.from({ length: 5 }, () => [100, 100, 90, 100] as const),
      [0, 60, 120, 180, 240],
    ),
  };
  const minutes = candlesOf(
    Array.from({ length: 60 }, (_, n) => (n % 12 === 6 ? [100, 100, 90, 100] : flat(100))),
    Array.from({ length: 60 }, (_, n) => 5 * n),
  );
  const inHours = strategy({
    timeframe: "1h",
    signals: { "": { enterLong: always } },
    protection: { ...NO_PROTECTION, stopLoss: 0.05 },
  });
  const cooled = (candles: number) =>
    runBacktest({
      strategies: [inHours],
      streams: [stream(hours, "1h"), stream(minutes, "5m")],
      markets: new Map([["A/USDT", market()]]),
      settings: settings({ limits: { ...UNLIMITED, cooldownCandlesAfterStop: candles } }),
    });
  // Entered at 1:00, stopped at 1:30, entered again at 2:00: or an hour later for each candle of cool-down.
  assert.deepEqual(
    cooled(0).trades.map(({ entryTime }) => entryTime / MINUTE_MS),
    [60, 120, 180, 240],
  );
  assert.deepEqual(
    cooled(1).trades.map(({ entryTime }) => entryTime / MINUTE_MS),
    [60, 180],
  );
});

test("an entry whose protective stop is not known is refused: it would stand unprotected", () => {
  const entry = { enterLong: at(1), protectiveStop: multiply(lag(close, 3), 0.9) };
  const result = run([flat(100), flat(100), flat(100)], [{ signals: { "": entry } }]);
  assert.deepEqual([result.openPositions.length, result.refusals.map(({ code }) => code)], [0, ["price_unknown"]]);
});

test("a stop or a target on the wrong side of the price is refused", () => {
  for (const [wrong, code] of [
    [{ protectiveStop: multiply(close, 1.1) }, "stop_beyond_price"],
    [{ targetPrice: multiply(close, 0.9) }, "target_beyond_price"],
  ] as const) {
    const result = run([flat(100), flat(100)], [{ signals: { "": { enterLong: at(0), ...wrong } } }]);
    assert.deepEqual([result.totals.fills, result.refusals.map((refusal) => refusal.code)], [0, [code]]);
  }
});

test("an entry whose candle comes late is recorded among the refusals", () => {
  const result = runBacktest({
    strategies: [strategy({ signals: { "": { enterLong: at(0) } } })],
    streams: [stream(candlesOf([flat(100), flat(100)], [0, 5]))],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.deepEqual(
    result.refusals.map(({ code, time }) => [code, time]),
    [["late_candle", 5 * MINUTE_MS]],
  );
});

test("before a symbol's first candle to match orders on, nothing is entered", () => {
  const result = runBacktest({
    strategies: [
      strategy({ name: "hours", timeframe: "1h", signals: { "": { enterLong: always } } }),
      strategy({ name: "minutes" }),
    ],
    streams: [
      stream(candlesOf([flat(100), flat(100)], [0, 60]), "1h"),
      stream(candlesOf([flat(100), flat(100)], [300, 301]), "1m"),
    ],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.deepEqual(
    result.refusals.map(({ code }) => code),
    ["no_price", "no_price"],
  );
});

test("entries of one instant go by the order of the strategies, wanted orders among them", () => {
  const bid = { key: "bid", side: "buy", type: "limit", quantity: 1, price: 90 } as const;
  const wants = { indicators: {}, initialState: () => ({}), onCandle: () => ({ orders: [bid] }) };
  const enters = { signals: { "": { enterLong: at(0) } }, capitalAllocation: 0.5 };
  const oneOrder = { settings: { limits: { ...UNLIMITED, maxOrdersPerMinute: 1 } } };
  const first = run([flat(100)], [enters, { handler: wants, capitalAllocation: 0.5 }], oneOrder);
  const second = run([flat(100)], [{ handler: wants, capitalAllocation: 0.5 }, enters], oneOrder);
  for (const result of [first, second])
    assert.deepEqual(
      result.refusals.map(({ strategy: name }) => name),
      ["s1"],
    );
});
