/** Runs to test metrics and reports with: hand-made ones from a list of equities, and generated ones of any size. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import { emptyCandles } from "../../src/engine/candles.ts";
import type { Refusal, RefusalCount, RunResult, Trade } from "../../src/engine/result.ts";
import { DAY_MS, HOUR_MS } from "../../src/engine/timeframe.ts";
import { SeededRandom } from "../../src/monitor/metrics/statistics/random.ts";

export const START = Date.UTC(2024, 0, 1);

function countsOf(refusals: readonly Refusal[]): RefusalCount[] {
  return refusals.map(({ strategy, symbol, code }) => ({ strategy, symbol, code, count: 1 }));
}

/** A run without trades whose equity is marked once a day, the first value being the starting cash. */
export function runOfEquity(equity: readonly number[], overrides: Partial<RunResult> = {}): RunResult {
  const time = Float64Array.from(equity, (_, day) => START + day * DAY_MS);
  return {
    currency: "USDT",
    startingCash: equity[0],
    finalEquity: equity[equity.length - 1],
    fillConvention: "pessimistic",
    makerFeeRate: 0.001,
    takerFeeRate: 0.001,
    slippageRate: 0.0005,
    spreadRate: 0,
    startTime: time[0],
    endTime: time[time.length - 1],
    curve: { time, equity: Float64Array.from(equity), exposure: new Float64Array(equity.length) },
    trades: [],
    openPositions: [],
    refusals: [],
    refusalCounts: countsOf(overrides.refusals ?? []),
    totals: { fees: 0, slippageCost: 0, tradedNotional: 0, fills: 0, orders: 0 },
    ...overrides,
  };
}

/** A trade with plain defaults; give what the test is about. */
export function trade(overrides: Partial<Trade> = {}): Trade {
  return {
    strategy: "ema_crossover",
    symbol: "BTC/USDT",
    direction: "long",
    entryTime: START,
    entryPrice: 100,
    exitTime: START + HOUR_MS,
    exitPrice: 101,
    quantity: 1,
    fees: 0.2,
    slippageCost: 0.1,
    profit: 0.8,
    profitFraction: 0.008,
    entryReason: "crossesAbove(ema(close, 12), ema(close, 26))",
    exitReason: "signal",
    initialStopPrice: NaN,
    maxAdverseExcursion: -0.01,
    maxFavourableExcursion: 0.02,
    entries: 1,
    ...overrides,
  };
}

/** Seeded candles: a random walk whose volatility and drift change slowly. */
export function generatedCandles(count: number, timeframeMs: number, seed: number, startPrice = 40_000): CandleColumns {
  const uniform = new SeededRandom(seed);
  const random = (): number => uniform.next();
  const candles = emptyCandles(count);
  const scale = 0.012 * Math.sqrt(timeframeMs / DAY_MS);
  let price = startPrice;
  let volatility = 1;
  let drift = 0;
  const noise = (): number => random() + random() + random() + random() - 2;
  for (let index = 0; index < count; index++) {
    volatility = Math.exp(0.98 * Math.log(volatility) + 0.12 * noise());
    drift = 0.995 * drift + 0.004 * noise();
    const open = price;
    const close = open * Math.exp(scale * (3 * volatility * noise() + drift));
    const spread = scale * volatility * open;
    candles.openTime[index] = START + index * timeframeMs;
    candles.open[index] = open;
    candles.high[index] = Math.max(open, close) + spread * random();
    candles.low[index] = Math.min(open, close) - spread * random();
    candles.close[index] = close;
    candles.volume[index] = 20 * volatility * (0.5 + random());
    price = close;
  }
  return candles;
}

export interface GeneratedRun {
  readonly result: RunResult;
  readonly candles: CandleColumns;
  readonly fast: Float64Array;
  readonly slow: Float64Array;
}

function exponentialAverage(values: Float64Array, length: number): Float64Array {
  const average = new Float64Array(values.length).fill(NaN);
  let value = values[0];
  for (let index = 0; index < values.length; index++) {
    value += (2 / (length + 1)) * (values[index] - value);
    if (index >= length - 1) average[index] = value;
  }
  return average;
}

/**
 * A small, obvious simulator: long while the fast average is above the slow one, half of the equity, a 3 % stop and a
 * 5 % target tested on closes, market orders at the next open, 0.1 % fee a side.
 */
export function generatedRun(options: {
  candleCount: number;
  timeframeMs: number;
  seed?: number;
  symbol?: string;
  fast?: number;
  slow?: number;
}): GeneratedRun {
  const { candleCount, timeframeMs, seed = 7, symbol = "BTC/USDT" } = options;
  const candles = generatedCandles(candleCount, timeframeMs, seed);
  const fast = exponentialAverage(candles.close, options.fast ?? 12);
  const slow = exponentialAverage(candles.close, options.slow ?? 26);
  const feeRate = 0.001;
  const slippageRate = 0.0005;
  const time = new Float64Array(candleCount);
  const equity = new Float64Array(candleCount);
  const exposure = new Float64Array(candleCount);
  const trades: Trade[] = [];
  const refusals: Refusal[] = [];
  let cash = 10_000;
  let notional = 0;
  let open: { quantity: number; price: number; time: number; low: number; high: number } | undefined;
  let order: "enter" | Trade["exitReason"] | undefined;
  for (let index = 0; index < candleCount; index++) {
    const openTime = candles.openTime[index];
    if (order === "enter") {
      const price = candles.open[index] * (1 + slippageRate);
      const quantity = (cash * 0.5) / price;
      cash -= quantity * price * (1 + feeRate);
      notional += quantity * price;
      open = { quantity, price, time: openTime, low: price, high: price };
    } else if (order !== undefined && open !== undefined) {
      const price = candles.open[index] * (1 - slippageRate);
      const value = open.quantity * price;
      const entryValue = open.quantity * open.price;
      cash += value * (1 - feeRate);
      notional += value;
      const fees = (value + entryValue) * feeRate;
      trades.push(
        trade({
          symbol,
          entryTime: open.time,
          entryPrice: open.price,
          exitTime: openTime,
          exitPrice: price,
          quantity: open.quantity,
          fees,
          slippageCost: open.quantity * slippageRate * (candles.open[index] + open.price / (1 + slippageRate)),
          profit: value - entryValue - fees,
          profitFraction: (value - entryValue - fees) / entryValue,
          exitReason: order,
          initialStopPrice: open.price * 0.97,
          maxAdverseExcursion: open.low / open.price - 1,
          maxFavourableExcursion: open.high / open.price - 1,
        }),
      );
      open = undefined;
    }
    order = undefined;
    const close = candles.close[index];
    if (open !== undefined) {
      open.low = Math.min(open.low, candles.low[index]);
      open.high = Math.max(open.high, candles.high[index]);
      if (close < open.price * 0.97) order = "stop_loss";
      else if (close > open.price * 1.05) order = "take_profit";
      else if (fast[index] < slow[index]) order = "signal";
    } else if (fast[index] > slow[index] && fast[index - 1] <= slow[index - 1]) {
      if (index % 7 === 0)
        refusals.push({
          time: openTime + timeframeMs,
          strategy: "ema_crossover",
          symbol,
          code: "cool_down",
          detail: "2 candles left after a stop",
        });
      else order = "enter";
    }
    time[index] = openTime + timeframeMs;
    exposure[index] = open === undefined ? 0 : open.quantity * close;
    equity[index] = cash + exposure[index];
  }
  const last = candleCount - 1;
  const result: RunResult = {
    currency: "USDT",
    startingCash: 10_000,
    finalEquity: equity[last],
    fillConvention: "pessimistic",
    makerFeeRate: feeRate,
    takerFeeRate: feeRate,
    slippageRate,
    spreadRate: 0,
    startTime: time[0],
    endTime: time[last],
    curve: { time, equity, exposure },
    trades,
    openPositions:
      open === undefined
        ? []
        : [
            {
              strategy: "ema_crossover",
              symbol,
              direction: "long",
              quantity: open.quantity,
              entryTime: open.time,
              entryPrice: open.price,
              markPrice: candles.close[last],
              unrealisedProfit: open.quantity * (candles.close[last] - open.price * (1 + feeRate)),
            },
          ],
    refusals,
    refusalCounts: countsOf(refusals),
    totals: {
      fees: notional * feeRate,
      slippageCost: notional * slippageRate,
      tradedNotional: notional,
      fills: trades.length * 2 + (open === undefined ? 0 : 1),
      orders: trades.length * 2 + (open === undefined ? 0 : 1),
    },
  };
  return { result, candles, fast, slow };
}
