/** The most memory that a process holds which backtests a million candles. */
import { type Benchmark, type Figure, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { inFreshProcess } from "../support/child.ts";
import { DENSE, described, fusedOver, mustAgree, runOver } from "../support/crossover.ts";

const CANDLES = 1_000_000;
const LIMIT_MB = 250;

interface Peak {
  readonly maxRssMb: number;
  readonly trades: number;
}

function check(): void {
  const candles = minuteCandles(5_000);
  mustAgree(runOver(described(DENSE), candles), fusedOver(DENSE, candles), "backtest");
}

function backtestOnce(): Peak {
  const { trades } = runOver(described(DENSE), minuteCandles(CANDLES));
  return { trades: trades.length, maxRssMb: process.resourceUsage().maxRSS / 1024 };
}

function measure(): Figure[] {
  const peaks = Array.from({ length: 5 }, () => inFreshProcess(import.meta.filename, ["once"]) as Peak);
  const sizes = peaks.map(({ maxRssMb }) => maxRssMb).toSorted((a, b) => a - b);
  return [
    {
      what: "peak memory of a process, 1,000,000 candles",
      value: rounded(sizes[sizes.length >> 1]),
      unit: "MB",
      limit: LIMIT_MB,
      from: { leastMb: rounded(sizes[0]), mostMb: rounded(sizes[sizes.length - 1]), trades: peaks[0].trades },
    },
  ];
}

if (process.argv[1] === import.meta.filename) process.stdout.write(JSON.stringify(backtestOnce()));

export const benchmark: Benchmark = {
  name: "memory",
  about: "candles (48 MB), curve, trades and Node itself; median of five processes",
  check,
  measure,
};
