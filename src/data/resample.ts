/**
 * Longer candles from shorter ones, on the epoch's grid as exchanges cut them.
 * A bucket is made only where its whole time is covered by the series: not the first one if the series begins inside it,
 * not the last one if the series ends inside it. Candles missing in between do not spoil a bucket: it is made of those
 * that are there, as an exchange makes it of the trades that happened, and is counted in `incomplete`.
 */
import { type CandleColumns, emptyCandles, sliceCandles } from "../engine/candles.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { bucketStart, timeframeMs } from "../engine/timeframe.ts";
import { dataErrors } from "./errors.ts";

export interface Resampled {
  readonly candles: CandleColumns;
  /** Open times of buckets in which source candles are missing, milliseconds UTC. */
  readonly incomplete: readonly number[];
}

/**
 * @param from timeframe of the candles: `1h`
 * @param to timeframe wanted: `4h`
 * @param dropIncomplete leave out buckets in which source candles are missing
 * @throws CandlewrightError DATA_CANNOT_RESAMPLE where `to` is no multiple of `from`
 */
export function resampleCandles(source: CandleColumns, from: string, to: string, dropIncomplete = false): Resampled {
  const sourceMs = timeframeMs(from);
  const bucketMs = timeframeMs(to);
  if (bucketMs <= sourceMs || bucketMs % sourceMs !== 0) {
    throw new CandlewrightError(dataErrors.cannotResample, { detail: `From ${from} to ${to}.` });
  }
  const target = emptyCandles(source.length);
  const incomplete: number[] = [];
  let length = 0;
  for (let first = 0; first < source.length; ) {
    const start = bucketStart(source.openTime[first], bucketMs);
    let end = first + 1;
    while (end < source.length && source.openTime[end] < start + bucketMs) end++;
    const begun = first > 0 || source.openTime[first] === start;
    const ended = end < source.length || source.openTime[end - 1] + sourceMs >= start + bucketMs;
    const whole = (end - first) * sourceMs === bucketMs;
    if (begun && ended && (whole || !dropIncomplete)) {
      if (!whole) incomplete.push(start);
      aggregate(source, first, end, start, target, length++);
    }
    first = end;
  }
  return { candles: sliceCandles(target, 0, length), incomplete };
}

function aggregate(
  source: CandleColumns,
  first: number,
  end: number,
  start: number,
  target: CandleColumns,
  at: number,
): void {
  let high = source.high[first];
  let low = source.low[first];
  let volume = 0;
  for (let i = first; i < end; i++) {
    if (source.high[i] > high) high = source.high[i];
    if (source.low[i] < low) low = source.low[i];
    volume += source.volume[i];
  }
  target.openTime[at] = start;
  target.open[at] = source.open[first];
  target.high[at] = high;
  target.low[at] = low;
  target.close[at] = source.close[end - 1];
  target.volume[at] = volume;
}
