/**
 * One step of a dry run as it is: a candle from the feed through plan, engine and journal. Making the journal durable
 * (fsync, every 50 ms) waits for the disk and is left out; the records themselves are in.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DryRunSession } from "../../src/commands/dry-run/session.ts";
import type { Feed } from "../../src/data/feeds/feed.ts";
import { Pace } from "../../src/data/feeds/pace.ts";
import { ReplayFeed } from "../../src/data/feeds/replay.ts";
import type { CandleColumns } from "../../src/engine/candles.ts";
import type { LiveInstant } from "../../src/engine/live-instant.ts";
import type { RunResult } from "../../src/engine/result.ts";
import { Journal } from "../../src/monitor/journal/journal.ts";
import { type Benchmark, type Figure, mustEqual, rounded } from "../support/benchmark.ts";
import { minuteCandles } from "../support/candles.ts";
import { inFreshProcess } from "../support/child.ts";
import { DENSE, described, inputOf, runOver } from "../support/crossover.ts";

const STEPS = 60_000;
/** Steps until V8 has compiled everything. */
const WARM_UP = 20_000;
const STEP_LIMIT_US = 5;
const ALLOCATION_LIMIT_BYTES = 1_000;

/** A replay as fast as it goes, which notes how long each instant was being worked on. */
class TimedFeed implements Feed {
  readonly about = "timed";
  readonly stepUs: Float64Array;
  private readonly replay: ReplayFeed;
  private handed = 0;
  private startedAt = 0.5;

  constructor(candles: CandleColumns) {
    this.replay = new ReplayFeed("timed", [{ symbol: "A/USDT", timeframe: "1m", candles }], new Pace(Infinity));
    this.stepUs = new Float64Array(candles.length);
  }

  next(signal: AbortSignal): Promise<LiveInstant | undefined> {
    const now = performance.now();
    if (this.handed > 0) this.stepUs[this.handed - 1] = (now - this.startedAt) * 1000;
    this.handed++;
    const answer = this.replay.next(signal);
    this.startedAt = performance.now();
    return answer;
  }
}

async function dryRun(feed: TimedFeed): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-step-"));
  const journal = new Journal(join(folder, "journal.sqlite"));
  try {
    const { strategies, markets, settings } = inputOf(described(DENSE), [
      { symbol: "A/USDT", timeframe: "1m", candles: minuteCandles(1) },
    ]);
    const session = new DryRunSession({
      journal,
      isNew: true,
      identity: {},
      input: { strategies, markets, settings, streams: [{ symbol: "A/USDT", timeframe: "1m" }] },
    });
    const never = new AbortController().signal;
    await session.begin(never);
    await session.follow(feed, never);
    return session.result();
  } finally {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The dry run decides what the backtest decides. */
async function check(): Promise<void> {
  const candles = minuteCandles(3_000);
  const live = await dryRun(new TimedFeed(candles));
  const backtest = runOver(described(DENSE), candles);
  mustEqual(live.trades.length, backtest.trades.length, "trades");
  mustEqual(live.finalEquity, backtest.finalEquity, "final equity");
}

interface Steps {
  readonly minUs: number;
  readonly medianUs: number;
  readonly p99Us: number;
  readonly processorUs: number;
  readonly heapBytesPerStep: number;
}

/** In a process of its own, whose young generation is so large that nothing is collected on the way. */
async function steps(): Promise<Steps> {
  const feed = new TimedFeed(minuteCandles(STEPS));
  let heapAtStart = 0;
  let processor = process.cpuUsage();
  const next = feed.next.bind(feed);
  let handed = 0;
  feed.next = (signal) => {
    if (++handed === WARM_UP) {
      globalThis.gc?.();
      heapAtStart = process.memoryUsage().heapUsed;
      processor = process.cpuUsage();
    }
    return next(signal);
  };
  await dryRun(feed);
  const used = process.cpuUsage(processor);
  const heapBytes = process.memoryUsage().heapUsed - heapAtStart;
  const sorted = feed.stepUs.subarray(WARM_UP, STEPS - 1).toSorted();
  return {
    minUs: sorted[0],
    medianUs: sorted[sorted.length >> 1],
    p99Us: sorted[Math.floor(sorted.length * 0.99)],
    processorUs: (used.user + used.system) / (STEPS - WARM_UP),
    heapBytesPerStep: heapBytes / (STEPS - WARM_UP),
  };
}

function measure(): Figure[] {
  const rounds = Array.from(
    { length: 5 },
    () =>
      inFreshProcess(
        import.meta.filename,
        ["steps"],
        ["--expose-gc", "--min-semi-space-size=512", "--max-semi-space-size=512"],
      ) as Steps,
  );
  const least = (key: keyof Steps) => rounded(Math.min(...rounds.map((round) => round[key])));
  return [
    {
      what: "one candle through plan, engine and journal, median",
      value: least("medianUs"),
      unit: "us",
      limit: STEP_LIMIT_US,
      from: { minUs: least("minUs"), p99Us: least("p99Us"), processorUsWithCommits: least("processorUs") },
    },
    {
      what: "allocated on the heap by it",
      value: least("heapBytesPerStep"),
      unit: "bytes",
      limit: ALLOCATION_LIMIT_BYTES,
      from: { steps: STEPS - WARM_UP },
    },
  ];
}

if (process.argv[1] === import.meta.filename) process.stdout.write(JSON.stringify(await steps()));

export const benchmark: Benchmark = {
  name: "live-step",
  about: "a dry run's step, one candle at a time, in the least disturbed of five processes",
  check,
  measure,
};
