/** Seeded synthetic candles without an end, for trying things out: they say nothing about a market. */
import { generateCandles } from "../synthetic/generate.ts";
import type { Feed, FeedInstant } from "./feed.ts";
import type { Pace } from "./pace.ts";
import { ReplayFeed } from "./replay.ts";

export interface GeneratedStream {
  readonly symbol: string;
  readonly timeframe: string;
}

export interface GeneratedOptions {
  readonly seed: number;
  /** First open time, milliseconds UTC. */
  readonly from: number;
}

/** Candles made at once; the generator gives the same ones when it is asked for more. */
const FIRST_COUNT = 20_000;

export class GeneratedFeed implements Feed {
  readonly about: string;
  private readonly streams: readonly GeneratedStream[];
  private readonly options: GeneratedOptions;
  private readonly pace: Pace;
  private count = FIRST_COUNT;
  private last: number;
  private replay: ReplayFeed;

  /** @param after instants up to and including this one are passed over: they are in the journal */
  constructor(streams: readonly GeneratedStream[], options: GeneratedOptions, pace: Pace, after = -Infinity) {
    this.about = `generated candles, seed ${options.seed}`;
    this.streams = streams;
    this.options = options;
    this.pace = pace;
    this.last = after;
    this.replay = this.make();
  }

  async next(signal: AbortSignal): Promise<FeedInstant | undefined> {
    let instant = await this.replay.next(signal);
    if (instant === undefined && !signal.aborted) {
      this.count *= 2;
      this.replay = this.make();
      instant = await this.replay.next(signal);
    }
    if (instant !== undefined) this.last = instant.time;
    return instant;
  }

  private make(): ReplayFeed {
    const streams = this.streams.map(({ symbol, timeframe }, n) => ({
      symbol,
      timeframe,
      candles: generateCandles({
        seed: this.options.seed + n * 1_000_003,
        timeframe,
        from: this.options.from,
        count: this.count,
      }),
    }));
    return new ReplayFeed(this.about, streams, this.pace, this.last);
  }
}
