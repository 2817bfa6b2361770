/** Stored candles, played again as if they happened now. */
import type { CandleColumns } from "../../engine/candles.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import type { Feed, FeedCandle, FeedInstant, FeedOpening } from "./feed.ts";
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

  /** @param after instants up to and including this one are passed over: they are in the journal */
  constructor(about: string, streams: readonly ReplayStream[], pace: Pace, after = -Infinity) {
    this.about = about;
    this.streams = streams;
    this.pace = pace;
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

  async next(signal: AbortSignal): Promise<FeedInstant | undefined> {
    let time = Infinity;
    this.streams.forEach(({ candles }, s) => {
      if (this.nextClose[s] < candles.length)
        time = Math.min(time, candles.openTime[this.nextClose[s]] + this.lengthMs[s]);
    });
    if (time === Infinity || signal.aborted) return undefined;
    await this.pace.until(time, signal);
    return signal.aborted ? undefined : this.take(time);
  }

  private take(time: number): FeedInstant {
    const closes: FeedCandle[] = [];
    const opens: FeedOpening[] = [];
    this.streams.forEach(({ candles }, stream) => {
      const row = this.nextClose[stream];
      if (row < candles.length && candles.openTime[row] + this.lengthMs[stream] === time) {
        closes.push({
          stream,
          openTime: candles.openTime[row],
          open: candles.open[row],
          high: candles.high[row],
          low: candles.low[row],
          close: candles.close[row],
          volume: candles.volume[row],
        });
        this.nextClose[stream]++;
      }
      while (this.nextOpen[stream] < candles.length && candles.openTime[this.nextOpen[stream]] <= time) {
        const opening = this.nextOpen[stream]++;
        if (opening >= this.nextClose[stream])
          opens.push({ stream, openTime: candles.openTime[opening], open: candles.open[opening] });
      }
    });
    return { time, closes, opens };
  }
}
