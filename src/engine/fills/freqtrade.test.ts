/** The preset `freqtrade` against freqtrade's own backtest cases. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { convention, market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { readSharedJson, withoutSharedData } from "../../../test/support/shared-data.ts";
import { emptyCandles } from "../candles.ts";
import { above, and, not } from "../expression/condition.ts";
import { feature } from "../expression/sources.ts";
import type { FeatureValues } from "../expression/feature.ts";
import { NO_PROTECTION, type RoiStep } from "../limits.ts";
import type { ExitReason } from "../result.ts";
import { runBacktest } from "../run.ts";
import { HOUR_MS, MINUTE_MS } from "../timeframe.ts";

interface Tick {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly enter_long: number;
  readonly exit_long: number;
}
interface Case {
  readonly id: string;
  readonly portable: boolean;
  readonly features: readonly string[];
  readonly candles: readonly Tick[];
  readonly params: {
    readonly stop_loss: number;
    readonly roi: Readonly<Record<string, number>>;
    readonly trailing_stop: boolean;
    readonly trailing_stop_positive: number | null;
    readonly trailing_stop_positive_offset: number;
    readonly trailing_only_offset_is_reached: boolean;
    readonly use_exit_signal: boolean;
  };
  readonly expected: {
    readonly trades: readonly { exit_reason: string; open_tick: number; close_tick: number }[];
    readonly total_profit_ratio_rounded_3: number;
  };
}

const START = Date.UTC(2018, 9, 3);
const REASONS: Readonly<Record<string, ExitReason>> = {
  exit_signal: "signal",
  stop_loss: "stop_loss",
  roi: "minimal_roi",
  trailing_stop_loss: "trailing_stop",
  force_exit: "end_of_data",
};

function run(oracle: Case) {
  const { params } = oracle;
  const candles = emptyCandles(oracle.candles.length);
  const flags = (name: "enter_long" | "exit_long"): FeatureValues => ({
    length: candles.length,
    availableAt: Float64Array.from(oracle.candles, (_, n) => START + (n + 1) * HOUR_MS),
    // Tick 0 is never traded: freqtrade shifts the signals by one and drops the first row.
    value: Float64Array.from(oracle.candles, (tick) => tick[name]),
  });
  oracle.candles.forEach((tick, n) => {
    candles.openTime[n] = START + n * HOUR_MS;
    for (const name of ["open", "high", "low", "close", "volume"] as const) candles[name][n] = tick[name];
  });
  const isEntry = above(feature("enter_long"), 0.5);
  const isExit = above(feature("exit_long"), 0.5);
  const minimalRoi: RoiStep[] = Object.entries(params.roi)
    .map(([minutes, profitFraction]) => ({ afterMs: Number(minutes) * MINUTE_MS, profitFraction }))
    .sort((a, b) => a.afterMs - b.afterMs);
  const stopLoss = Math.abs(params.stop_loss);
  const protection = {
    ...NO_PROTECTION,
    stopLoss,
    trailingStop: params.trailing_stop ? stopLoss : undefined,
    trailingStopPositive: params.trailing_stop_positive ?? undefined,
    trailingOffset: params.trailing_stop_positive_offset,
    trailsFromOffsetOnly: params.trailing_only_offset_is_reached,
    minimalRoi,
  };
  return runBacktest({
    strategies: [
      strategy({
        timeframe: "1h",
        signals: {
          "": {
            enterLong: and(isEntry, not(isExit)),
            ...(params.use_exit_signal ? { exitLong: and(isExit, not(isEntry)) } : {}),
          },
        },
        protection,
      }),
    ],
    streams: [stream(candles, "1h")],
    markets: new Map([["A/USDT", market()]]),
    settings: settings({ convention: convention("freqtrade") }),
    planInputs: {
      features: new Map([
        ["enter_long", flags("enter_long")],
        ["exit_long", flags("exit_long")],
      ]),
    },
  });
}

const cases =
  withoutSharedData === false
    ? (readSharedJson("oracles", "freqtrade_backtest_detail.json") as { cases: Case[] }).cases
    : [];

test("16 of the 27 cases are portable: the others need what this engine does not imitate", {
  skip: withoutSharedData,
}, () => {
  assert.equal(cases.length, 27);
  assert.equal(cases.filter((oracle) => oracle.portable).length, 16);
});

for (const oracle of cases.filter((candidate) => candidate.portable)) {
  test(`freqtrade ${oracle.id} (${oracle.features.join(", ")})`, () => {
    const result = run(oracle);
    const found = result.trades.map((trade) => ({
      exit_reason: trade.exitReason,
      open_tick: (trade.entryTime - START) / HOUR_MS,
      close_tick: (trade.exitTime - START) / HOUR_MS,
    }));
    const expected = oracle.expected.trades.map((trade) => ({
      exit_reason: REASONS[trade.exit_reason],
      open_tick: trade.open_tick,
      close_tick: trade.close_tick,
    }));
    assert.deepEqual(found, expected);
    const total = result.trades.reduce((sum, trade) => sum + trade.profitFraction, 0);
    assert.equal(Math.round(total * 1000) / 1000, oracle.expected.total_profit_ratio_rounded_3);
  });
}
