/** Merging two series of the same candles by open time. */
import { type CandleColumns, emptyCandles, sliceCandles, VALUE_COLUMNS } from "../engine/candles.ts";

export interface MergeResult {
  readonly candles: CandleColumns;
  /** Candles that only the newcomers had. */
  readonly added: number;
  /** Candles of both whose values differed; the newcomer's stand. */
  readonly replaced: number;
  /** Candles that both had, equal in every value. */
  readonly unchanged: number;
}

/** Both ascending by open time. Where both have a candle the incoming one wins; no stored candle is ever lost. */
export function mergeCandles(stored: CandleColumns, incoming: CandleColumns): MergeResult {
  const merged = emptyCandles(stored.length + incoming.length);
  let added = 0;
  let replaced = 0;
  let unchanged = 0;
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < stored.length || j < incoming.length) {
    const storedTime = i < stored.length ? stored.openTime[i] : Infinity;
    const incomingTime = j < incoming.length ? incoming.openTime[j] : Infinity;
    if (storedTime < incomingTime) copyCandle(stored, i++, merged, length++);
    else {
      if (storedTime > incomingTime) added++;
      else if (sameValues(stored, i++, incoming, j)) unchanged++;
      else replaced++;
      copyCandle(incoming, j++, merged, length++);
    }
  }
  return { candles: sliceCandles(merged, 0, length), added, replaced, unchanged };
}

/** Copies one candle from a place in one set of columns to a place in another. */
export function copyCandle(source: CandleColumns, from: number, target: CandleColumns, to: number): void {
  target.openTime[to] = source.openTime[from];
  target.open[to] = source.open[from];
  target.high[to] = source.high[from];
  target.low[to] = source.low[from];
  target.close[to] = source.close[from];
  target.volume[to] = source.volume[from];
}

function sameValues(a: CandleColumns, i: number, b: CandleColumns, j: number): boolean {
  return VALUE_COLUMNS.every((column) => a[column][i] === b[column][j]);
}
