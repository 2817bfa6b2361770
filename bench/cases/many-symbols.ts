/** Twenty symbols that share their cash, with and without gaps, against the hand-written loop over each symbol alone. */
import { runBacktest } from "../../src/engine/run.ts";
import type { Stream } from "../../src/engine/timeline.ts";
import { type Benchmark, type Figure, rounded } from "../support/benchmark.ts";
import { minuteCandles, withGaps } from "../support/candles.ts";
import { DENSE, described, fusedOver, inputOf } from "../support/crossover.ts";
import { mustEqualNaive } from "../support/naive.ts";
import { interleaved } from "../support/rounds.ts";

const SYMBOLS = 20;
const CANDLES = 50_000;
const GAP_SHARE = 0.02;
const ROUNDS = 25;

function streamsOf(symbols: number, count: number, gapShare: number): Stream[] {
  return Array.from({ length: symbols }, (_, n) => ({
    symbol: `${String.fromCharCode(65 + n)}/USDT`,
    timeframe: "1m",
    candles: withGaps(minuteCandles(count, n + 1), gapShare, n + 101),
  }));
}

/** The share of each symbol is the one of the single-symbol benchmark, so cash runs out now and then. */
function check(): void {
  for (const gapShare of [0, GAP_SHARE])
    mustEqualNaive(DENSE, streamsOf(12, 250, gapShare), gapShare === 0 ? "aligned" : "with gaps");
}

function measure(): Figure[] {
  return [
    { what: "20 symbols x 50,000, aligned", gapShare: 0, limit: 6 },
    { what: "20 symbols x 50,000, with gaps", gapShare: GAP_SHARE, limit: 8 },
  ].map(({ what, gapShare, limit }) => {
    const streams = streamsOf(SYMBOLS, CANDLES, gapShare);
    const candles = streams.reduce((sum, stream) => sum + stream.candles.length, 0);
    const instance = described(
      DENSE,
      streams.map(({ symbol }) => symbol),
    );
    const input = inputOf(instance, streams);
    const { trades } = runBacktest(input);
    const { engine, fused } = interleaved(
      {
        engine: () => runBacktest(input),
        fused: () => streams.map((stream) => fusedOver(DENSE, stream.candles)),
      },
      ROUNDS,
    );
    const ns = (ms: number) => rounded((ms * 1e6) / candles);
    return {
      what,
      value: rounded(engine.processorMs.min / fused.processorMs.min),
      unit: "x fused",
      limit,
      from: {
        trades: trades.length,
        engineNs: ns(engine.processorMs.min),
        engineMedianNs: ns(engine.processorMs.median),
        fusedNs: ns(fused.processorMs.min),
      },
    };
  });
}

export const benchmark: Benchmark = {
  name: "many-symbols",
  about: "1,000,000 candles in all, one account; per candle, against the fused loop over each symbol alone",
  check,
  measure,
};
