/** The preset `backtesting.py` against trades and equity that backtesting.py itself gave. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { convention, market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { readSharedJson, sharedPath, withoutSharedData } from "../../../test/support/shared-data.ts";
import { type CandleColumns, emptyCandles } from "../candles.ts";
import { above, and, below } from "../expression/condition.ts";
import { lag } from "../expression/history.ts";
import { marketOf } from "../expression/sources.ts";
import { sma } from "../indicators/sma.ts";
import { runBacktest } from "../run.ts";

interface OracleTrade {
  readonly Size: number;
  readonly EntryBar: number;
  readonly ExitBar: number;
  readonly EntryPrice: number;
  readonly ExitPrice: number;
  readonly PnL: number;
}
interface OracleCase {
  readonly stats: Readonly<Record<string, number>>;
  readonly trades: readonly OracleTrade[];
}

function readCsv(name: string): CandleColumns {
  const lines = readFileSync(sharedPath("candles", "stocks", name), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const candles = emptyCandles(lines.length);
  lines.forEach((line, n) => {
    const [date, open, high, low, close, volume] = line.split(",");
    candles.openTime[n] = Date.parse(`${date.replace(" ", "T")}Z`);
    candles.open[n] = Number(open);
    candles.high[n] = Number(high);
    candles.low[n] = Number(low);
    candles.close[n] = Number(close);
    candles.volume[n] = Number(volume);
  });
  return candles;
}

const CASES = [
  {
    name: "goog_sma_10_30_no_cost",
    file: "GOOG.csv",
    timeframe: "1d",
    fast: 10,
    slow: 30,
    spread: 0,
    preset: "backtesting.py",
  },
  {
    name: "goog_sma_10_20_readme_figures",
    file: "GOOG.csv",
    timeframe: "1d",
    fast: 10,
    slow: 20,
    spread: 0.002,
    preset: "backtesting.py",
  },
  {
    name: "eurusd_1h_sma_10_30_trade_on_close",
    file: "EURUSD.csv",
    timeframe: "1h",
    fast: 10,
    slow: 30,
    spread: 0,
    preset: "backtesting.py-on-close",
  },
] as const;

for (const { name, file, timeframe, fast, slow, spread, preset } of CASES) {
  test(`backtesting.py ${name}: every trade, final equity`, { skip: withoutSharedData }, () => {
    const { cases } = readSharedJson("oracles", "backtesting_py.json") as { cases: Record<string, OracleCase> };
    const oracle = cases[name];
    const candles = readCsv(file);
    const { close } = marketOf();
    const [quick, calm] = [sma(close, fast), sma(close, slow)];
    // backtesting.py's crossover wants a strict inequality on the candle before, too.
    const up = and(above(quick, calm), below(lag(quick, 1), lag(calm, 1)));
    const down = and(below(quick, calm), above(lag(quick, 1), lag(calm, 1)));
    const keepsOpen = name.endsWith("readme_figures");
    const result = runBacktest({
      strategies: [
        strategy({ timeframe, signals: { "": { enterLong: up, exitShort: up, enterShort: down, exitLong: down } } }),
      ],
      streams: [stream(candles, timeframe)],
      markets: new Map([["A/USDT", market({ kind: "margin", lotSize: 1, minQuantity: 1 })]]),
      settings: settings({
        convention: { ...convention(preset), ...(keepsOpen ? { endOfData: "mark" } : {}) },
        spreadRate: spread,
      }),
    });
    const barOf = (time: number) => candles.openTime.indexOf(time);
    const onClose = preset.endsWith("on-close");
    assert.equal(result.trades.length, oracle.trades.length);
    oracle.trades.forEach((expected, n) => {
      const trade = result.trades[n];
      assert.equal(trade.quantity * (trade.direction === "long" ? 1 : -1), expected.Size, `size of trade ${n}`);
      for (const [actual, wanted] of [
        [trade.entryPrice, expected.EntryPrice],
        [trade.exitPrice, expected.ExitPrice],
      ] as const) {
        assert.ok(Math.abs(actual - wanted) <= 1e-9 * wanted, `price of trade ${n}: ${actual}, expected ${wanted}`);
      }
      if (!onClose)
        assert.deepEqual(
          [barOf(trade.entryTime), barOf(trade.exitTime)],
          [expected.EntryBar, expected.ExitBar],
          `bars of trade ${n}`,
        );
    });
    const equity = oracle.stats["Equity Final [$]"];
    assert.ok(Math.abs(result.finalEquity - equity) <= 1e-9 * equity, `${result.finalEquity}, expected ${equity}`);
  });
}
