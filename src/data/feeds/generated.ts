/** Seeded synthetic candles without an end, for trying things out: they say nothing about a market. */
import type { LiveInstant } from "../../engine/live-instant.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import { resampleCandles } from "../resample.ts";
import { generateCandles } from "../synthetic/generate.ts";
import type { Feed } from "./feed.ts";
import type { Pace } from "./pace.ts";
import { ReplayFeed, type ReplayStream } from "./replay.ts";

export interface GeneratedStream {
  readonly symbol: string;
  readonly timeframe: string;
}

export interface GeneratedOptions {
  readonly seed: number;
  /** First open time, milliseconds UTC. */
  readonly from: number;
}

/** Candles of the shortest length made at once; the generator gives the same ones when it is asked for more. */
const FIRST_COUNT = 20_000;
/** Seeds of the symbols lie so far apart that users' own seeds do not meet them. */
const SEED_STEP = 1_000_003;

export class GeneratedFeed implements Feed {
  readonly about: string;
  private readonly streams: readonly GeneratedStream[];
  private readonly symbols: readonly string[];
  private readonly options: GeneratedOptions;
  private readonly pace: Pace;
  /** Length of time that is generated so far. */
  private spanMs: number;
  private last: number;
  private replay: ReplayFeed;

  /** @param after instants up to and including this one are passed over: they are in the journal */
  constructor(streams: readonly GeneratedStream[], options: GeneratedOptions, pace: Pace, after = -Infinity) {
    this.about = `generated candles, seed ${options.seed}`;
    this.streams = streams;
    this.symbols = [...new Set(streams.map(({ symbol }) => symbol))];
    this.options = options;
    this.pace = pace;
    this.last = after;
    const lengths = streams.map(({ timeframe }) => timeframeMs(timeframe));
    this.spanMs = Math.max(FIRST_COUNT * Math.min(...lengths), 2 * Math.max(...lengths));
    this.replay = this.make();
  }

  async next(signal: AbortSignal): Promise<LiveInstant | undefined> {
    let instant = await this.replay.next(signal);
    while (instant === undefined && !signal.aborted) {
      this.spanMs *= 2;
      this.replay = this.make();
      instant = await this.replay.next(signal);
    }
    if (instant !== undefined) this.last = instant.time;
    return instant;
  }

  private make(): ReplayFeed {
    const streams = this.symbols.flatMap((symbol, n) => this.candlesOf(symbol, this.options.seed + n * SEED_STEP));
    const inOrder = this.streams.map(
      (stream) =>
        streams.find(
          ({ symbol, timeframe }) => symbol === stream.symbol && timeframe === stream.timeframe,
        ) as ReplayStream,
    );
    return new ReplayFeed(this.about, inOrder, this.pace, this.last);
  }

  /** A symbol has one price: its longer candles are made from its shortest. */
  private candlesOf(symbol: string, seed: number): ReplayStream[] {
    const timeframes = this.streams.filter((stream) => stream.symbol === symbol).map(({ timeframe }) => timeframe);
    const base = commonBase(timeframes);
    const count = Math.floor(this.spanMs / timeframeMs(base));
    const candles = generateCandles({ seed, timeframe: base, from: this.options.from, count });
    return timeframes.map((timeframe) => ({
      symbol,
      timeframe,
      candles: timeframe === base ? candles : resampleCandles(candles, base, timeframe, true).candles,
    }));
  }
}

/** The shortest of them, or a minute where it does not divide the others. */
function commonBase(timeframes: readonly string[]): string {
  const shortest = timeframes.reduce((a, b) => (timeframeMs(b) < timeframeMs(a) ? b : a));
  const divides = timeframes.every((timeframe) => timeframeMs(timeframe) % timeframeMs(shortest) === 0);
  return divides ? shortest : "1m";
}
