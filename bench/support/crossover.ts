/** The EMA crossover as the engine runs it: as a description, and as a function that is called candle by candle. */
import type { CandleColumns } from "../../src/engine/candles.ts";
import type { StrategyInstance } from "../../src/engine/compile.ts";
import { crossesAbove, crossesBelow } from "../../src/engine/expression/condition.ts";
import { marketOf } from "../../src/engine/expression/sources.ts";
import { ema } from "../../src/engine/indicators/ema.ts";
import { NO_PROTECTION } from "../../src/engine/limits.ts";
import type { RunResult } from "../../src/engine/result.ts";
import { type BacktestInput, runBacktest } from "../../src/engine/run.ts";
import type { CandleHandler } from "../../src/engine/strategy.ts";
import type { Stream } from "../../src/engine/timeline.ts";
import { market, settings, strategy } from "../../test/support/engine.ts";
import { mustEqual } from "./benchmark.ts";
import { type FusedResult, fusedCrossover, type FusedRules } from "./fused.ts";

export const FEE_RATE = 0.001;
export const STOP_LOSS = 0.03;
export const TAKE_PROFIT = 0.05;
const SHARE = 0.1;

/** Lengths of the averages: of about 18,000 trades in a million candles, and of a tenth of that. */
export const DENSE = { fast: 12, slow: 26 } as const;
export const SPARSE = { fast: 120, slow: 260 } as const;
export type Lengths = typeof DENSE | typeof SPARSE;

const { close } = marketOf();
const average = (length: number) => ema(close, length, { seed: "first" });

export function described({ fast, slow }: Lengths, symbols: readonly string[] = ["A/USDT"]): StrategyInstance {
  const [quick, calm] = [average(fast), average(slow)];
  return strategy({
    symbols,
    capitalAllocation: SHARE * symbols.length,
    signals: { "": { enterLong: crossesAbove(quick, calm), exitLong: crossesBelow(quick, calm) } },
    protection: { ...NO_PROTECTION, stopLoss: STOP_LOSS, takeProfit: TAKE_PROFIT },
  });
}

const ENTER = { enterLong: true } as const;
const LEAVE = { exitLong: true } as const;

/** Called on every candle; it remembers on which side the fast average was. */
export function called({ fast, slow }: Lengths): StrategyInstance {
  const handler: CandleHandler = {
    indicators: { quick: average(fast), calm: average(slow) },
    initialState: () => ({ side: NaN }),
    onCandle: (view, state) => {
      const difference = view.value("quick") - view.value("calm");
      const side = difference > 0 ? 1 : difference < 0 ? -1 : 0;
      const before = state["side"] as number;
      if (side === before) return undefined;
      state["side"] = side;
      // The first candle has no candle before it.
      if (before !== before || side === 0) return undefined;
      return side === 1 ? ENTER : LEAVE;
    },
  };
  return strategy({
    capitalAllocation: SHARE,
    handler,
    protection: { ...NO_PROTECTION, stopLoss: STOP_LOSS, takeProfit: TAKE_PROFIT },
  });
}

/** A backtest with the fees of the benchmark, over each of these streams' symbols. */
export function inputOf(instance: StrategyInstance, streams: readonly Stream[]): BacktestInput {
  const rules = market({ takerFeeRate: FEE_RATE, makerFeeRate: FEE_RATE });
  return {
    strategies: [instance],
    streams,
    markets: new Map(streams.map(({ symbol }) => [symbol, rules])),
    settings: settings(),
  };
}

export function runOver(instance: StrategyInstance, candles: CandleColumns): RunResult {
  return runBacktest(inputOf(instance, [{ symbol: "A/USDT", timeframe: "1m", candles }]));
}

export function fusedOver({ fast, slow }: Lengths, candles: CandleColumns): FusedResult {
  const rules: FusedRules = {
    fast,
    slow,
    stopLoss: STOP_LOSS,
    takeProfit: TAKE_PROFIT,
    feeRate: FEE_RATE,
    share: SHARE,
    startingCash: 10_000,
  };
  return fusedCrossover(candles, rules);
}

/** @throws Error where the engine and the hand-written loop do not agree */
export function mustAgree(result: RunResult, fused: FusedResult, what: string): void {
  if (fused.trades === 0) throw new Error(`${what}: no trade to compare`);
  mustEqual(result.trades.length, fused.trades, `${what}: trades`);
  mustEqual(result.finalEquity, fused.finalEquity, `${what}: final equity`);
  fused.curve.forEach((equity, i) => mustEqual(result.curve.equity[i], equity, `${what}: equity`));
}
