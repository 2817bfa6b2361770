/** The engine equals the obvious engine: strategies of 15 minutes and of an hour that share cash, over gaps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { market, settings, strategy } from "../../test/support/engine.ts";
import { type NaiveCandle, type NaiveSleeve, naiveRun, SMALLEST } from "../../test/support/naive-engine.ts";
import { aggregated, FRAME_MS, type Frame, walk } from "../../test/support/random-runs.ts";
import type { CandleColumns } from "./candles.ts";
import { crossesAbove, crossesBelow } from "./expression/condition.ts";
import { evaluate } from "./expression/evaluate.ts";
import { marketOf } from "./expression/sources.ts";
import { ema } from "./indicators/ema.ts";
import { NO_PROTECTION } from "./limits.ts";
import { runBacktest } from "./run.ts";

const SYMBOLS = ["A/USDT", "B/USDT", "C/USDT"];

function asObjects(candles: CandleColumns): NaiveCandle[] {
  return Array.from({ length: candles.length }, (_, i) => ({
    openTime: candles.openTime[i],
    open: candles.open[i],
    high: candles.high[i],
    low: candles.low[i],
    close: candles.close[i],
  }));
}

function close(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-10 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual}, naively ${expected}`,
  );
}

const drawn = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  symbols: fc.integer({ min: 1, max: 3 }).map((count) => SYMBOLS.slice(0, count)),
  gapShare: fc.constantFrom(0, 0.08),
  feeRate: fc.constantFrom(0, 0.001),
  strategies: fc.array(
    fc.record({
      timeframe: fc.constantFrom<Frame>("15m", "1h"),
      fast: fc.integer({ min: 2, max: 6 }),
      slow: fc.integer({ min: 7, max: 20 }),
      allocation: fc.constantFrom(0.2, 0.6, 1),
      stopLoss: fc.constantFrom(0, 0.01, 0.03),
      takeProfit: fc.constantFrom(0, 0.015, 0.05),
      trailing: fc.constantFrom(NaN, NaN, 0.012),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test("trades and equity equal those of the obvious engine", () => {
  let trades = 0;
  fc.assert(
    fc.property(drawn, ({ seed, symbols, gapShare, feeRate, strategies }) => {
      const frames = [...new Set(strategies.map((one) => one.timeframe))];
      const shortest: Frame = frames.includes("15m") ? "15m" : "1h";
      const candlesOf = new Map<string, CandleColumns>();
      symbols.forEach((symbol, n) => {
        const base = walk(seed + n, 320, FRAME_MS["15m"], gapShare);
        for (const frame of frames)
          candlesOf.set(`${symbol} ${frame}`, frame === "15m" ? base : aggregated(base, FRAME_MS[frame]));
      });
      const { close: price } = marketOf();
      const signalsOf = (one: (typeof strategies)[number]) => ({
        enterLong: crossesAbove(ema(price, one.fast), ema(price, one.slow)),
        exitLong: crossesBelow(ema(price, one.fast), ema(price, one.slow)),
      });
      const result = runBacktest({
        strategies: strategies.map((one, n) =>
          strategy({
            name: `s${n}`,
            timeframe: one.timeframe,
            symbols,
            capitalAllocation: one.allocation,
            signals: { "": signalsOf(one) },
            protection: {
              ...NO_PROTECTION,
              stopLoss: one.stopLoss || undefined,
              takeProfit: one.takeProfit || undefined,
              trailingStop: one.trailing > 0 ? one.trailing : undefined,
            },
          }),
        ),
        streams: symbols.flatMap((symbol) =>
          frames.map((timeframe) => ({
            symbol,
            timeframe,
            candles: candlesOf.get(`${symbol} ${timeframe}`) as CandleColumns,
          })),
        ),
        markets: new Map(
          symbols.map((symbol) => [
            symbol,
            market({ takerFeeRate: feeRate, makerFeeRate: feeRate, minNotional: SMALLEST }),
          ]),
        ),
        settings: settings({ cashBuffer: 0.005 }),
      });
      const sleeves: NaiveSleeve[] = strategies.flatMap((one, n) =>
        symbols.map((symbol) => {
          const candles = candlesOf.get(`${symbol} ${one.timeframe}`) as CandleColumns;
          const signals = signalsOf(one);
          const [enters, exits] = evaluate([signals.enterLong, signals.exitLong], candles, {
            timeframe: one.timeframe,
          });
          return {
            strategy: `s${n}`,
            symbol,
            frameMs: FRAME_MS[one.timeframe],
            candles: asObjects(candles),
            execution: asObjects(candlesOf.get(`${symbol} ${shortest}`) as CandleColumns),
            executionMs: FRAME_MS[shortest],
            share: one.allocation / symbols.length,
            enters: [...enters].map((value) => value === 1),
            exits: [...exits].map((value) => value === 1),
            stopLoss: one.stopLoss,
            takeProfit: one.takeProfit,
            trailing: one.trailing,
          };
        }),
      );
      const naive = naiveRun(sleeves, { cash: 10_000, feeRate, cashBuffer: 0.005 });
      const short = ({
        strategy: name,
        symbol,
        entryTime,
        exitTime,
        exitReason,
      }: {
        strategy: string;
        symbol: string;
        entryTime: number;
        exitTime: number;
        exitReason: string;
      }) => `${name} ${symbol} ${entryTime} ${exitTime} ${exitReason}`;
      // Of positions that close in the same candle either may be booked first.
      const inOrder = <Closed extends Parameters<typeof short>[0]>(trades: readonly Closed[]) =>
        [...trades].sort((a, b) => a.exitTime - b.exitTime || (short(a) < short(b) ? -1 : 1));
      const [found, wanted] = [inOrder(result.trades), inOrder(naive.trades)];
      assert.deepEqual(found.map(short), wanted.map(short));
      found.forEach((trade, n) => {
        close(trade.entryPrice, wanted[n].entryPrice, "entry price");
        close(trade.exitPrice, wanted[n].exitPrice, "exit price");
        close(trade.quantity, wanted[n].quantity, "quantity");
      });
      assert.deepEqual(
        [...result.curve.time],
        naive.equityCurve.map(([time]) => time),
      );
      naive.equityCurve
        .slice(0, -1)
        .forEach(([time, equity], n) => close(result.curve.equity[n], equity, `equity at ${time}`));
      close(result.finalEquity, naive.finalEquity, "final equity");
      trades += result.trades.length;
    }),
    process.env["PROPERTY_RUNS"] === undefined
      ? { numRuns: 40, seed: 3 }
      : { numRuns: Number(process.env["PROPERTY_RUNS"]) },
  );
  assert.ok(trades > 300, `only ${trades} trades were compared`);
});
