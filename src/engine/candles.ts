/** Candles as columns: the form in which they are stored, matched and computed on. */

export interface CandleColumns {
  /** Number of candles; the arrays may be longer. */
  readonly length: number;
  /** Open time, milliseconds UTC; strictly ascending. A gap is a step longer than the timeframe; it is never filled. */
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** In units of the base currency. */
  readonly volume: Float64Array;
}

/** The value columns, in the order in which they are stored. */
export const VALUE_COLUMNS = ["open", "high", "low", "close", "volume"] as const;
export type ValueColumn = (typeof VALUE_COLUMNS)[number];

/** @param length number of candles to make room for */
export function emptyCandles(length: number): CandleColumns {
  return {
    length,
    openTime: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Candles `from` (inclusive) to `to` (exclusive) as views on the same memory. */
export function sliceCandles(candles: CandleColumns, from: number, to: number): CandleColumns {
  return {
    length: to - from,
    openTime: candles.openTime.subarray(from, to),
    open: candles.open.subarray(from, to),
    high: candles.high.subarray(from, to),
    low: candles.low.subarray(from, to),
    close: candles.close.subarray(from, to),
    volume: candles.volume.subarray(from, to),
  };
}

/** Index of the first of the ascending values `from` to `to - 1` that is `value` or more, or `to`. */
export function firstAtLeast(ascending: Float64Array, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Row of the first candle that opens at or after an instant; their number, where there is none. */
export function firstAtOrAfter({ openTime, length }: CandleColumns, timeMs: number): number {
  return firstAtLeast(openTime, timeMs, 0, length);
}

/** The candles that a sleeve's position is marked by. */
export interface MarkingCandles {
  readonly candles: CandleColumns;
  /** Of one candle. */
  readonly lengthMs: number;
}

/**
 * `firstAtOrAfter`, counted on from row `near`: where no candle is missing between, it is the first one looked at.
 * @param near a guess; a wrong one costs time, nothing else
 */
export function firstAtOrAfterNear({ candles, lengthMs }: MarkingCandles, timeMs: number, near: number): number {
  const { openTime, length } = candles;
  if (!(near < length && openTime[near] <= timeMs)) return firstAtOrAfter(candles, timeMs);
  const guess = near + Math.ceil((timeMs - openTime[near]) / lengthMs);
  if (!(guess < length && openTime[guess] >= timeMs)) return firstAtLeast(openTime, timeMs, near, length);
  return openTime[guess] === timeMs ? guess : firstAtLeast(openTime, timeMs, near, guess);
}
