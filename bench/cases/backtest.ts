/** One strategy through the whole engine, against the same strategy as a loop written by hand. */
import type { StrategyInstance } from "../../src/engine/compile.ts";
import { type Benchmark, type Figure, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { called, DENSE, described, fusedOver, type Lengths, mustAgree, runOver, SPARSE } from "../support/crossover.ts";
import { mustEqualNaive } from "../support/naive.ts";
import { interleaved } from "../support/rounds.ts";

const CANDLES = 1_000_000;
const ROUNDS = 25;

interface Way {
  readonly what: string;
  readonly lengths: Lengths;
  readonly instance: StrategyInstance;
  readonly limit?: number;
  /** Reads every trade afterwards: they become objects then, and their ranges are read off the candles. */
  readonly readsTrades?: boolean;
}

const WAYS: readonly Way[] = [
  { what: "described, dense (12/26)", lengths: DENSE, instance: described(DENSE), limit: 4 },
  { what: "the same, and every trade read afterwards", lengths: DENSE, instance: described(DENSE), readsTrades: true },
  { what: "described, sparse (120/260)", lengths: SPARSE, instance: described(SPARSE), limit: 3 },
  { what: "onCandle on every candle (12/26)", lengths: DENSE, instance: called(DENSE), limit: 6 },
];

function check(): void {
  const candles = minuteCandles(20_000);
  for (const { what, lengths, instance } of WAYS)
    mustAgree(runOver(instance, candles), fusedOver(lengths, candles), what);
  mustEqualNaive(DENSE, [{ symbol: "A/USDT", timeframe: "1m", candles: minuteCandles(700) }], "obvious engine");
}

function measure(): Figure[] {
  const candles = minuteCandles(CANDLES);
  return WAYS.map(({ what, lengths, instance, limit, readsTrades = false }) => {
    const run = () => {
      const result = runOver(instance, candles);
      return readsTrades ? result.trades.length : result;
    };
    const result = runOver(instance, candles);
    mustAgree(result, fusedOver(lengths, candles), what);
    const { engine, fused } = interleaved({ engine: run, fused: () => fusedOver(lengths, candles) }, ROUNDS);
    const ns = (ms: number) => rounded((ms * 1e6) / CANDLES);
    return {
      what,
      value: rounded(engine.processorMs.min / fused.processorMs.min),
      unit: "x fused",
      ...(limit === undefined ? {} : { limit }),
      from: {
        trades: result.trades.length,
        engineNs: ns(engine.processorMs.min),
        engineMedianNs: ns(engine.processorMs.median),
        engineClockNs: ns(engine.clockMs.min),
        fusedNs: ns(fused.processorMs.min),
        fusedMedianNs: ns(fused.processorMs.median),
        fusedClockNs: ns(fused.clockMs.min),
        clockRatio: rounded(engine.clockMs.min / fused.clockMs.min),
      },
    };
  });
}

export const benchmark: Benchmark = {
  name: "backtest",
  about: "1,000,000 candles, stop 3 %, target 5 %, equity curve on; ratio of processor time to the fused loop's",
  check,
  measure,
};
