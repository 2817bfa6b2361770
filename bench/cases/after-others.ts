/**
 * The same backtest in a process that ran five other strategies first: V8 shapes shared code after everything that went
 * through it, so an engine can be fast in a benchmark and slow in a real sitting.
 */
import { join } from "node:path";
import { type Benchmark, type Figure, mustEqual, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { inFreshProcess } from "../support/child.ts";
import { DENSE, described, runOver } from "../support/crossover.ts";
import { runOthers } from "../support/others.ts";

const LIMIT = 1.2;
/** Each is a fresh process; the figure of a process is the shortest of its own rounds. */
const PROCESSES = 6;

interface Sitting {
  readonly processorMs: number;
  readonly trades: number;
}

function sitting(way: "described" | "called", others: number): Sitting {
  return inFreshProcess(join(import.meta.dirname, "../support/sitting.ts"), [way, String(others)]) as Sitting;
}

async function check(): Promise<void> {
  const candles = minuteCandles(5_000);
  const before = runOver(described(DENSE), candles);
  await runOthers(candles, 5);
  const after = runOver(described(DENSE), candles);
  mustEqual(after.trades.length, before.trades.length, "trades after other strategies");
  mustEqual(after.finalEquity, before.finalEquity, "equity after other strategies");
}

function measure(): Figure[] {
  return (["described", "called"] as const).map((way) => {
    let alone = Infinity;
    let after = Infinity;
    for (let n = 0; n < PROCESSES; n++) {
      const first = sitting(way, 0);
      const second = sitting(way, 5);
      mustEqual(second.trades, first.trades, `${way}: trades`);
      alone = Math.min(alone, first.processorMs);
      after = Math.min(after, second.processorMs);
    }
    return {
      what: `${way === "called" ? "onCandle" : way}, dense, after five other strategies`,
      value: rounded(after / alone),
      unit: "x itself",
      limit: LIMIT,
      from: { aloneMs: rounded(alone), afterMs: rounded(after) },
    };
  });
}

export const benchmark: Benchmark = {
  name: "after-others",
  about: "1,000,000 candles after five shipped strategies ran in the same process, against a fresh process",
  check,
  measure,
};
