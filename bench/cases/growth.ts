/** Twice the candles must take twice the time, also where thousands of orders rest and thousands have closed. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import type { StrategyInstance } from "../../src/engine/compile.ts";
import { type BacktestInput, runBacktest } from "../../src/engine/run.ts";
import type { CandleDecision, CandleHandler, WantedOrder } from "../../src/engine/strategy.ts";
import { strategy } from "../../test/support/engine.ts";
import { type Benchmark, type Figure, mustEqual, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { inFreshProcess } from "../support/child.ts";
import { DENSE, described, inputOf } from "../support/crossover.ts";
import { interleaved } from "../support/rounds.ts";

const LIMIT = 2.2;
const CANDLES = 1_000_000;
const RESTING = 5_000;
const PROCESSES = 4;
const ROUNDS = 8;
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

const cases: Readonly<Record<string, () => BacktestInput>> = {
  short: () => plain(CANDLES),
  long: () => plain(2 * CANDLES),
  shortWithOrders: () => inputWithOrders(minuteCandles(CANDLES_WITH_ORDERS / 2), RESTING),
  longWithOrders: () => inputWithOrders(minuteCandles(CANDLES_WITH_ORDERS), RESTING),
};

function plain(count: number): BacktestInput {
  return inputOf(described(DENSE), [{ symbol: "A/USDT", timeframe: "1m", candles: minuteCandles(count) }]);
}

interface Sitting {
  readonly processorMs: number;
  readonly orders: number;
}

/** One case in this process: in one process with another it would pay for clearing away what that one left. */
function sitting(name: string): Sitting {
  const input = cases[name]();
  const { run } = interleaved({ run: () => runBacktest(input) }, ROUNDS);
  return { processorMs: run.processorMs.min, orders: runBacktest(input).totals.orders };
}

function growthOf(what: string, short: string, long: string): Figure {
  let shortMs = Infinity;
  let longMs = Infinity;
  let orders = 0;
  for (let n = 0; n < PROCESSES; n++) {
    shortMs = Math.min(shortMs, (inFreshProcess(import.meta.filename, [short]) as Sitting).processorMs);
    const longer = inFreshProcess(import.meta.filename, [long]) as Sitting;
    longMs = Math.min(longMs, longer.processorMs);
    orders = longer.orders;
  }
  const from = { shortMs: rounded(shortMs), longMs: rounded(longMs), orders };
  return { what, value: rounded(longMs / shortMs), unit: "x", limit: LIMIT, from };
}

function measure(): Figure[] {
  return [
    growthOf("time(2,000,000) / time(1,000,000)", "short", "long"),
    growthOf("of 14,000 / 7,000 candles, 5,000 orders resting", "shortWithOrders", "longWithOrders"),
  ];
}

if (process.argv[1] === import.meta.filename) process.stdout.write(JSON.stringify(sitting(process.argv[2])));

export const benchmark: Benchmark = {
  name: "growth",
  about: "processor time of twice the candles, over that of the candles",
  check,
  measure,
};
