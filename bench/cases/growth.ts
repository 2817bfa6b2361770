/** Twice the candles must take twice the time, also where thousands of orders rest and thousands have closed. */
import { type CandleColumns, sliceCandles } from "../../src/engine/candles.ts";
import type { StrategyInstance } from "../../src/engine/compile.ts";
import { type BacktestInput, runBacktest } from "../../src/engine/run.ts";
import type { CandleDecision, CandleHandler, WantedOrder } from "../../src/engine/strategy.ts";
import { strategy } from "../../test/support/engine.ts";
import { type Benchmark, type Figure, mustEqual, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { DENSE, described, inputOf } from "../support/crossover.ts";
import { interleaved } from "../support/rounds.ts";

const LIMIT = 2.2;
const CANDLES = 1_000_000;
const RESTING = 5_000;
/** Candles after which the longer run has closed about 7,000 orders. */
const CANDLES_WITH_ORDERS = 14_000;

/** Puts orders into the book once, too far from the market to fill, and leaves them there. */
function restingOrders(count: number): StrategyInstance {
  const orders = Array.from(
    { length: count },
    (_, n): WantedOrder => ({ key: `o${n}`, side: "buy", type: "limit", quantity: 1, price: 0.01 + n * 1e-5 }),
  );
  const handler: CandleHandler = {
    indicators: {},
    initialState: () => ({ isPlaced: false }),
    onCandle: (_view, state) => {
      if (state["isPlaced"] === true) return undefined;
      state["isPlaced"] = true;
      return { orders };
    },
  };
  return strategy({ name: "resting", capitalAllocation: 0.5, handler });
}

const EVERY_OTHER: readonly CandleDecision[] = [{ enterLong: true }, { exitLong: true }];

/** An order on every other candle, which fills at the next: many closed orders in few candles. */
function busy(): StrategyInstance {
  const handler: CandleHandler = {
    indicators: {},
    initialState: () => ({ candles: 0 }),
    onCandle: (_view, state) => {
      const candles = (state["candles"] as number) + 1;
      state["candles"] = candles;
      return candles % 2 === 0 ? EVERY_OTHER[(candles >> 1) % 2] : undefined;
    },
  };
  return strategy({ name: "busy", capitalAllocation: 0.1, handler });
}

function inputWithOrders(candles: CandleColumns, resting: number): BacktestInput {
  const input = inputOf(busy(), [{ symbol: "A/USDT", timeframe: "1m", candles }]);
  return { ...input, strategies: [...input.strategies, restingOrders(resting)] };
}

/** Orders that never fill change no trade. */
function check(): void {
  const candles = minuteCandles(2_000);
  const withOrders = runBacktest(inputWithOrders(candles, 50));
  const without = runBacktest(inputWithOrders(candles, 0));
  mustEqual(withOrders.totals.orders - without.totals.orders, 50, "orders in the book");
  mustEqual(withOrders.trades.length, without.trades.length, "trades");
  mustEqual(withOrders.finalEquity, without.finalEquity, "final equity");
}

function growthOf(what: string, short: BacktestInput, long: BacktestInput, rounds: number): Figure {
  const { trades, totals } = runBacktest(long);
  const times = interleaved({ short: () => runBacktest(short), long: () => runBacktest(long) }, rounds);
  return {
    what,
    value: rounded(times.long.processorMs.min / times.short.processorMs.min),
    unit: "x",
    limit: LIMIT,
    from: {
      trades: trades.length,
      orders: totals.orders,
      shortMs: rounded(times.short.processorMs.min),
      longMs: rounded(times.long.processorMs.min),
    },
  };
}

function measure(): Figure[] {
  const candles = minuteCandles(2 * CANDLES);
  const plain = (count: number) =>
    inputOf(described(DENSE), [{ symbol: "A/USDT", timeframe: "1m", candles: sliceCandles(candles, 0, count) }]);
  const withOrders = (count: number) => inputWithOrders(sliceCandles(candles, 0, count), RESTING);
  return [
    growthOf("time(2,000,000) / time(1,000,000)", plain(CANDLES), plain(2 * CANDLES), 12),
    growthOf(
      "the same of 14,000 / 7,000 candles, 5,000 orders resting",
      withOrders(CANDLES_WITH_ORDERS / 2),
      withOrders(CANDLES_WITH_ORDERS),
      8,
    ),
  ];
}

export const benchmark: Benchmark = {
  name: "growth",
  about: "processor time of twice the candles, over that of the candles",
  check,
  measure,
};
