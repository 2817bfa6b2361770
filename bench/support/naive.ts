/** The benchmark's strategy through the obvious engine of the tests: every trade and every point of the curve must agree. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import { evaluate } from "../../src/engine/expression/evaluate.ts";
import { runBacktest } from "../../src/engine/run.ts";
import type { Stream } from "../../src/engine/timeline.ts";
import { MINUTE_MS } from "../../src/engine/timeframe.ts";
import { naiveRun, type NaiveSleeve } from "../../test/support/naive-engine.ts";
import { mustEqual } from "./benchmark.ts";
import { described, FEE_RATE, inputOf, type Lengths, STOP_LOSS, TAKE_PROFIT } from "./crossover.ts";

function rowsOf(candles: CandleColumns) {
  return Array.from({ length: candles.length }, (_, i) => ({
    openTime: candles.openTime[i],
    open: candles.open[i],
    high: candles.high[i],
    low: candles.low[i],
    close: candles.close[i],
  }));
}

/** @throws Error where the engine differs from the obvious one */
export function mustEqualNaive(lengths: Lengths, streams: readonly Stream[], what: string): void {
  const instance = described(
    lengths,
    streams.map(({ symbol }) => symbol),
  );
  const result = runBacktest(inputOf(instance, streams));
  const { enterLong, exitLong } = instance.signals[""];
  if (enterLong === undefined || exitLong === undefined)
    throw new Error("the benchmark's strategy has lost its signals");
  const sleeves = streams.map(({ symbol, timeframe, candles }): NaiveSleeve => {
    const rows = rowsOf(candles);
    const [enters, exits] = evaluate([enterLong, exitLong], candles, { timeframe });
    return {
      strategy: instance.name,
      symbol,
      frameMs: MINUTE_MS,
      candles: rows,
      execution: rows,
      executionMs: MINUTE_MS,
      share: instance.capitalAllocation / streams.length,
      enters: [...enters].map((value) => value === 1),
      exits: [...exits].map((value) => value === 1),
      stopLoss: STOP_LOSS,
      takeProfit: TAKE_PROFIT,
      trailing: NaN,
    };
  });
  const naive = naiveRun(sleeves, { cash: 10_000, feeRate: FEE_RATE, cashBuffer: 0 });
  if (naive.trades.length === 0) throw new Error(`${what}: no trade to compare`);
  mustEqual(result.trades.length, naive.trades.length, `${what}: trades`);
  naive.equityCurve.forEach(([, equity], i) => mustEqual(result.curve.equity[i], equity, `${what}: equity at ${i}`));
}
