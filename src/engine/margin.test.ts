/** Shorts and turns on a margin market: what they may risk, and what happens when they lose everything. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../test/support/engine.ts";
import { candlesOf, flat, type Row } from "../../test/support/price-rows.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { equals } from "./expression/condition.ts";
import { marketOf } from "./expression/sources.ts";
import { NO_PROTECTION, UNLIMITED } from "./limits.ts";
import { runBacktest } from "./run.ts";
import type { CandleDecision, Signals } from "./strategy.ts";
import { MINUTE_MS } from "./timeframe.ts";

const { openTime } = marketOf();
const at = (row: number) => equals(openTime, row * MINUTE_MS);

interface Setting {
  readonly stopLoss?: number;
  readonly signals?: Signals;
  readonly onCandle?: (row: number, held: number) => CandleDecision | undefined;
  readonly settings?: Partial<EngineSettings>;
  readonly skips?: boolean;
}

function run(rows: readonly Row[], { signals, onCandle, stopLoss, settings: overrides = {}, skips = true }: Setting) {
  return runBacktest({
    strategies: [
      strategy({
        signals: signals === undefined ? {} : { "": signals },
        protection: { ...NO_PROTECTION, stopLoss },
        handler:
          onCandle === undefined
            ? undefined
            : {
                indicators: {},
                initialState: () => ({}),
                onCandle: (view) => onCandle(view.time / MINUTE_MS - 1, view.positionQuantity),
              },
      }),
    ],
    streams: [stream(candlesOf(rows))],
    markets: new Map([["A/USDT", market({ kind: "margin" })]]),
    settings: settings(overrides),
    skipsQuietInstants: skips,
  });
}

const offer = (quantity: number, price: number) => ({
  orders: [{ key: "offer", side: "sell" as const, type: "limit" as const, quantity, price }],
});

test("a wanted sell that was there to reduce never turns the position over", () => {
  const rows: Row[] = [flat(100), flat(100), flat(100), [100, 120, 100, 120], flat(120)];
  const result = run(rows, {
    onCandle: (row) => (row === 0 ? { enterLong: true } : row === 1 ? offer(1000, 110) : undefined),
  });
  assert.deepEqual(
    result.trades.map(({ quantity, exitPrice }) => [quantity, exitPrice]),
    [[100, 110]],
  );
  assert.deepEqual(result.openPositions, []);
});

test("a wanted sell that opens a short passes the risk rules and stays within the strategy's capital", () => {
  const rows: Row[] = [flat(100), [100, 120, 100, 120], flat(120)];
  const open = run(rows, { onCandle: (row) => (row === 0 ? offer(1000, 110) : undefined) });
  assert.ok(Math.abs(open.openPositions[0].quantity * 110 - 10_000) < 1e-6);
  const limited = run(rows, {
    onCandle: (row) => (row === 0 ? offer(1000, 110) : undefined),
    settings: { limits: { ...UNLIMITED, maxExposurePerSymbol: 0.1 } },
  });
  assert.ok(Math.abs(limited.openPositions[0].quantity * 110 - 1000) < 1e-6);
});

const RUIN: Row[] = [flat(100), flat(100), [100, 260, 100, 250], flat(300), flat(310), flat(200), flat(100)];
const shortAll = { signals: { enterShort: at(0), enterLong: at(5) } };

test("an account that has lost everything is closed at the next open, and trades no more", () => {
  for (const skips of [true, false]) {
    const result = run(RUIN, { ...shortAll, skips });
    assert.deepEqual(
      result.trades.map(({ exitReason, exitPrice, exitTime }) => [exitReason, exitPrice, exitTime]),
      [["halt", 300, 3 * MINUTE_MS]],
    );
    assert.equal(result.finalEquity, -10_000);
    assert.deepEqual(
      result.refusals.map(({ code, time }) => [code, time]),
      [
        ["ruined", 3 * MINUTE_MS],
        ["ruined", 6 * MINUTE_MS],
      ],
    );
  }
});

test("a halt takes orders that would bring new risk out of the book, and leaves those that reduce", () => {
  const rows: Row[] = [flat(100), flat(100), [100, 100, 80, 80], [80, 80, 60, 60], [60, 130, 60, 125], flat(125)];
  const orders = [
    { key: "bid", side: "buy", type: "limit", quantity: 10, price: 70 },
    { key: "offer", side: "sell", type: "limit", quantity: 10, price: 120 },
  ] as const;
  const onCandle = (row: number) =>
    row === 0 ? { enterLong: true, strength: 0.5 } : row === 1 ? { orders } : undefined;
  const result = run(rows, { onCandle, settings: { limits: { ...UNLIMITED, maxDrawdown: 0.05 } } });
  assert.deepEqual(
    result.trades.map(({ quantity, exitPrice }) => [quantity, exitPrice]),
    [[10, 120]],
  );
  assert.equal(result.openPositions[0].quantity, 40);
});

test("a position that a wanted order turned over is protected in that candle too", () => {
  const orders = [
    { key: "bid", side: "buy", type: "limit", quantity: 10, price: 99 },
    { key: "offer", side: "sell", type: "limit", quantity: 30, price: 101 },
  ] as const;
  const rows: Row[] = [flat(100), [100, 100, 98.5, 100], [100, 120, 100, 118], flat(118)];
  const result = run(rows, { onCandle: (row) => (row === 0 ? { orders } : undefined), stopLoss: 0.05 });
  assert.deepEqual(
    result.trades.map(({ direction, quantity, exitPrice, exitReason }) => [direction, quantity, exitPrice, exitReason]),
    [
      ["long", 10, 101, "order"],
      ["short", 20, 101 * 1.05, "stop_loss"],
    ],
  );
});

test("a ruined strategy is not asked any more: it has no capital to say anything about", () => {
  const asked: number[] = [];
  run(RUIN, {
    onCandle: (row) => {
      asked.push(row);
      return row === 0 ? { enterShort: true } : undefined;
    },
  });
  assert.deepEqual(asked, [0, 1]);
});
