/** Each limit through the whole engine: what it refuses, what it shrinks, and that exits are never held back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy } from "../../../test/support/engine.ts";
import { type CandleColumns, emptyCandles } from "../candles.ts";
import { above } from "../expression/condition.ts";
import { marketOf } from "../expression/sources.ts";
import { NO_PROTECTION, type RiskLimits, UNLIMITED } from "../limits.ts";
import type { RunResult } from "../result.ts";
import { runBacktest } from "../run.ts";
import { RISK_RULES } from "./rules.ts";

const SYMBOLS = ["A/USDT", "B/USDT", "C/USDT"];
const { close } = marketOf();
const always = above(close, 0);

/** Candles of an hour that go through these closes, each opening at the one before. */
function path(closes: readonly number[], stepMs = 3_600_000): CandleColumns {
  const candles = emptyCandles(closes.length);
  closes.forEach((price, i) => {
    const open = i === 0 ? price : closes[i - 1];
    candles.openTime[i] = i * stepMs;
    candles.open[i] = open;
    candles.close[i] = price;
    candles.high[i] = Math.max(open, price);
    candles.low[i] = Math.min(open, price);
  });
  return candles;
}

function run(
  limits: Partial<RiskLimits>,
  closes: readonly number[],
  options: { symbols?: readonly string[]; stopLoss?: number; allocation?: number } = {},
): RunResult {
  const { symbols = ["A/USDT"], stopLoss, allocation = 0.9 } = options;
  return runBacktest({
    strategies: [
      strategy({
        timeframe: "1h",
        symbols,
        capitalAllocation: allocation,
        signals: { "": { enterLong: always } },
        protection: { ...NO_PROTECTION, stopLoss },
      }),
    ],
    streams: symbols.map((symbol) => ({ symbol, timeframe: "1h", candles: path(closes) })),
    markets: new Map(symbols.map((symbol) => [symbol, market()])),
    settings: settings({ limits: { ...UNLIMITED, ...limits } }),
  });
}
const codes = (result: RunResult) => new Set(result.refusals.map(({ code }) => code));

test("max_open_positions", () => {
  const result = run({ maxOpenPositions: 2 }, [100, 100, 100], { symbols: SYMBOLS });
  assert.equal(result.openPositions.length, 2);
  assert.deepEqual(
    result.openPositions.map(({ symbol }) => symbol),
    ["A/USDT", "B/USDT"],
  );
  assert.ok(codes(result).has("max_open_positions"));
});

test("max_exposure_per_symbol and max_total_exposure shrink", () => {
  const perSymbol = run({ maxExposurePerSymbol: 0.25 }, [100, 100, 100]);
  assert.equal(perSymbol.openPositions[0].quantity, 25);
  assert.ok(codes(perSymbol).has("shrunk_by_max_exposure_per_symbol"));
  const total = run({ maxTotalExposure: 0.5 }, [100, 100, 100], { symbols: SYMBOLS });
  assert.deepEqual(
    total.openPositions.map(({ quantity }) => Math.round(quantity * 1e6) / 1e6),
    [30, 20],
  );
});

test("max_daily_loss stops new entries until the next UTC day; what is open may still be closed", () => {
  const closes = [
    100,
    100,
    ...Array.from({ length: 21 }, (_, i) => (i < 3 ? 90 : 90 + i)),
    ...Array.from({ length: 30 }, () => 120),
  ];
  const result = run({ maxDailyLoss: 0.05 }, closes, { stopLoss: 0.08 });
  assert.equal(result.trades[0].exitReason, "stop_loss");
  const refused = result.refusals.filter(({ code }) => code === "daily_loss").map(({ time }) => time);
  assert.ok(refused.length > 10);
  assert.ok(refused.every((time) => time < 86_400_000));
  assert.ok(result.openPositions[0].entryTime >= 86_400_000);
});

test("max_drawdown halts for good", () => {
  const result = run({ maxDrawdown: 0.1 }, [100, 100, 80, 80, 200, 200, 200], { stopLoss: 0.15 });
  assert.equal(result.trades.length, 1);
  assert.equal(result.openPositions.length, 0);
  assert.ok(codes(result).has("drawdown_halt"));
});

test("a cool-down of candles follows a stop", () => {
  const entryAfter = (cooldownCandlesAfterStop: number) => {
    const result = run({ cooldownCandlesAfterStop }, [100, 100, 90, 90, 90, 90, 90, 90, 90], { stopLoss: 0.05 });
    return (result.openPositions[0].entryTime - result.trades[0].exitTime) / 3_600_000;
  };
  assert.equal(entryAfter(0), 1);
  assert.equal(entryAfter(3), 4);
});

test("max_orders_per_minute counts entries of the last minute, over all symbols", () => {
  const result = run({ maxOrdersPerMinute: 2 }, [100, 100, 100], { symbols: SYMBOLS });
  const first = result.openPositions.filter(({ entryTime }) => entryTime === 3_600_000);
  assert.equal(first.length, 2);
  assert.equal(result.openPositions.length, 3);
});

test("every rule has a stable code and a text, and the halts are asked first", () => {
  assert.deepEqual(
    RISK_RULES.map(({ code }) => code),
    [
      "ruined",
      "drawdown_halt",
      "daily_loss",
      "cooldown",
      "max_open_positions",
      "max_orders_per_minute",
      "max_exposure_per_symbol",
      "max_total_exposure",
    ],
  );
  for (const { about } of RISK_RULES) assert.ok(about.endsWith("."));
});
