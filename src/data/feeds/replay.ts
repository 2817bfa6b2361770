/** Stored candles, played again as if they happened now. */
import type { CandleColumns } from "../../engine/candles.ts";
import { LiveInstant } from "../../engine/live-instant.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import type { Feed } from "./feed.ts";
import type { Pace } from "./pace.ts";

export interface ReplayStream {
  readonly symbol: string;
  readonly timeframe: string;
  readonly candles: CandleColumns;
}

export class ReplayFeed implements Feed {
  readonly about: string;
  private readonly streams: readonly ReplayStream[];
  private readonly lengthMs: readonly number[];
  private readonly pace: Pace;
  /** Next row of each stream that has not closed, and the next that has not been told to have opened. */
  private readonly nextClose: number[];
  private readonly nextOpen: number[];
  private readonly instant: LiveInstant;

  /** @param after instants up to and including this one are passed over: they are in the journal */
  constructor(about: string, streams: readonly ReplayStream[], pace: Pace, after = -Infinity) {
    this.about = about;
    this.streams = streams;
    this.pace = pace;
    this.instant = new LiveInstant(streams.length);
    this.lengthMs = streams.map((stream) => timeframeMs(stream.timeframe));
    this.nextClose = streams.map(({ candles }, s) => {
      let row = 0;
      while (row < candles.length && candles.openTime[row] + this.lengthMs[s] <= after) row++;
      return row;
    });
    this.nextOpen = streams.map(({ candles }, s) => {
      let row = this.nextClose[s];
      while (row < candles.length && candles.openTime[row] <= after) row++;
      return row;
    });
  }

  async next(signal: AbortSignal): Promise<LiveInstant | undefined> {
    const time = this.nextTime();
    if (time === Infinity || signal.aborted) return undefined;
    const turn = this.pace.until(time, signal);
    if (turn !== undefined) await turn;
    return signal.aborted ? undefined : this.take(time);
  }

  /** @returns Infinity where no stream has a candle left */
  private nextTime(): number {
    let time = Infinity;
    for (let s = 0; s < this.streams.length; s++) {
      const { candles } = this.streams[s];
      const row = this.nextClose[s];
      if (row < candles.length) time = Math.min(time, candles.openTime[row] + this.lengthMs[s]);
    }
    return time;
  }

  private take(time: number): LiveInstant {
    const { instant } = this;
    instant.begin(time);
    for (let s = 0; s < this.streams.length; s++) {
      const { candles } = this.streams[s];
      const row = this.nextClose[s];
      if (row < candles.length && candles.openTime[row] + this.lengthMs[s] === time) {
        instant.close(s, candles, row);
        this.nextClose[s]++;
      }
      while (this.nextOpen[s] < candles.length && candles.openTime[this.nextOpen[s]] <= time) {
        const opening = this.nextOpen[s]++;
        if (opening >= this.nextClose[s]) instant.open(s, candles, opening);
      }
    }
    return instant;
  }
}
