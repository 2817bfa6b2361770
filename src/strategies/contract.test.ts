/** What every strategy must keep, whatever it does: no look at the future, one result however it is run. */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { type CandleColumns, emptyCandles, sliceCandles, VALUE_COLUMNS } from "../engine/candles.ts";
import { NO_ADDING, NO_PROTECTION } from "../engine/limits.ts";
import type { RunResult } from "../engine/result.ts";
import { strategyCatalogue } from "../commands/strategy-catalogue.ts";
import { sharedParameterFields } from "../config/shared-parameters.ts";
import { ordinaryCandles } from "../../test/support/random-candles.ts";
import type { Strategy } from "./define-strategy.ts";
import { instantiate } from "./instantiate.ts";
import { type BacktestOptions, backtest, type CandlesBySymbol, signalValues } from "./try-out.ts";

const ROWS = 1500;
const PREFIX = 1100;

/** Every `each`-th candle is missing: so the candles of several symbols do not close together. */
function withGaps(candles: CandleColumns, each: number): CandleColumns {
  const kept = Array.from({ length: candles.length }, (_, row) => row).filter((row) => row % each !== each - 1);
  const result = emptyCandles(kept.length);
  for (const column of ["openTime", ...VALUE_COLUMNS] as const)
    for (const [to, from] of kept.entries()) result[column][to] = candles[column][from];
  return result;
}

const first = ordinaryCandles(ROWS, 1);
const two: CandlesBySymbol = { "A/USDT": first, "B/USDT": withGaps(ordinaryCandles(ROWS, 2), 97) };
const three: CandlesBySymbol = { ...two, "C/USDT": ordinaryCandles(ROWS, 3) };
const sentiment = {
  length: ROWS,
  availableAt: first.openTime,
  value: Float64Array.from(first.close, (close) => Math.sin(close)),
};

interface Case {
  readonly name: string;
  readonly options?: BacktestOptions;
}

const both = { market: "margin" } as const;
/** Fifteen days of candles are too few for a trend of twenty. */
const shortTrend: Case = { name: "macd_trend", options: { parameters: { trend_length: 5 } } };
const CASES: readonly Case[] = [
  ...strategyCatalogue.names.map((name) => (name === "macd_trend" ? shortTrend : { name })),
  {
    name: "macd_trend",
    options: { ...both, parameters: { directions: "both", trend_timeframe: "1h", trend_length: 5 } },
  },
  { name: "supertrend", options: { ...both, parameters: { directions: "both", multiplier: 1.5 } } },
  {
    name: "rsi_reversal",
    options: {
      parameters: { length: 5, sizes_by_depth: true, uses_sentiment: true },
      features: new Map([["sentiment", sentiment]]),
    },
  },
  { name: "momentum_rotation", options: { parameters: { rotate: "1d", hold: 2, length: 20 } } },
  { name: "pairs", options: { ...both, parameters: { length: 40, entry: 1 } } },
  { name: "grid", options: { parameters: { levels: 9, step: 0.008 }, protection: { stopLoss: 0.02 } } },
];

async function find(name: string): Promise<Strategy> {
  const strategy = await strategyCatalogue.find(name);
  assert.ok(strategy);
  return strategy;
}

const use = {
  name: "one",
  timeframe: "15m",
  capitalAllocation: 1,
  protection: NO_PROTECTION,
  adding: NO_ADDING,
  sizing: { rule: "fraction_of_equity" },
} as const;

const symbolsOf = (strategy: Strategy) => Object.keys(candlesFor(strategy));
const candlesFor = (strategy: Strategy) => (strategy.symbols === undefined ? three : two);

/** Only the first candles, up to one instant that all symbols share. */
function prefixOf(candles: CandlesBySymbol): CandlesBySymbol {
  const end = first.openTime[PREFIX];
  return Object.fromEntries(
    Object.entries(candles).map(([symbol, columns]) => {
      const length = columns.openTime.findIndex((time) => time >= end);
      return [symbol, sliceCandles(columns, 0, length)];
    }),
  );
}

const bits = (values: Float64Array) => new BigInt64Array(values.slice().buffer);

/** What was traded when; the last digits of money depend on the order in which it is added up. */
const traded = (result: RunResult) =>
  result.trades
    .map(({ symbol, entryTime, exitTime, exitReason, quantity, exitPrice }) =>
      [symbol, entryTime, exitTime, exitReason, quantity.toPrecision(6), exitPrice.toPrecision(6)].join(" "),
    )
    .sort();

test("each shipped strategy stands in a file of its name, and says who it is", async () => {
  const files = globSync("*_*.ts", { cwd: import.meta.dirname }).filter((file) => !file.endsWith(".test.ts"));
  const missing = files.filter((file) => !strategyCatalogue.names.includes(basename(file, ".ts")));
  assert.deepEqual(missing, []);
  for (const name of strategyCatalogue.names) {
    const { about, parameters, ...strategy } = await find(name);
    assert.equal(strategy.name, name);
    assert.deepEqual(JSON.parse(JSON.stringify({ about, parameters })), { about, parameters });
    const taken = Object.keys(parameters).filter((parameter) => Object.hasOwn(sharedParameterFields, parameter));
    assert.deepEqual(taken, [], "protection and adding are shared");
  }
});

for (const { name, options = {} } of CASES) {
  const run = { timeframe: "15m", market: name === "pairs" ? ("margin" as const) : ("spot" as const), ...options };
  const title = `${name} ${JSON.stringify(options.parameters ?? {})}`;

  test(`${title}: it trades, and gives one result whatever the block size and whether quiet stretches are skipped`, async () => {
    const strategy = await find(name);
    const candles = candlesFor(strategy);
    const result = backtest(strategy, candles, run);
    assert.ok(result.totals.fills > 0);
    for (const other of [{ blockSize: 1 }, { blockSize: 7 }, { skipsQuietInstants: false }])
      assert.deepEqual(backtest(strategy, candles, { ...run, ...other }), result, JSON.stringify(other));
  });

  test(`${title}: candles that come later change nothing`, async () => {
    const strategy = await find(name);
    const candles = candlesFor(strategy);
    const [all, some] = [signalValues(strategy, candles, run), signalValues(strategy, prefixOf(candles), run)];
    for (const symbol of Object.keys(some))
      for (const [signal, values] of Object.entries(some[symbol]))
        assert.deepEqual(bits(values), bits(all[symbol][signal].subarray(0, values.length)), `${symbol} ${signal}`);
    const [whole, part] = [backtest(strategy, candles, run), backtest(strategy, prefixOf(candles), run)];
    const { length } = part.curve.equity;
    assert.ok(length >= PREFIX);
    assert.deepEqual(bits(part.curve.equity), bits(whole.curve.equity.subarray(0, length)));
    assert.deepEqual(bits(part.curve.exposure), bits(whole.curve.exposure.subarray(0, length)));
    assert.deepEqual(part.trades, whole.trades.slice(0, part.trades.length));
  });

  test(`${title}: every signal prints itself`, async () => {
    const strategy = await find(name);
    const { signals } = instantiate(strategy, {
      ...use,
      parameters: run.parameters ?? {},
      symbols: symbolsOf(strategy),
    });
    const texts = Object.values(signals).flatMap((set) => Object.values(set).map(String));
    for (const text of texts) assert.doesNotMatch(text, /object|undefined|NaN/);
    assert.equal(texts.length > 0, strategy.signals !== undefined);
  });
}

for (const { name, options = {} } of CASES.filter(({ name: one }) => one !== "pairs"))
  test(`${name} ${JSON.stringify(options.parameters ?? {})}: the order of the symbols changes nothing`, async () => {
    const strategy = await find(name);
    // Half of the cash stays free: where it is short, the order decides who gets it.
    const run = { timeframe: "15m", capitalAllocation: 0.5, ...options };
    const reversed = Object.fromEntries(Object.entries(three).reverse());
    assert.deepEqual(traded(backtest(strategy, reversed, run)), traded(backtest(strategy, three, run)));
  });
