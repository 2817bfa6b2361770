/**
 * The lowest and the highest price that a position has seen: those of its fills, and of the candles that closed while it was
 * open. Followed candle by candle it costs a backtest a twelfth of its time, since every new extreme is a surprise to the
 * processor. So where the candles stay at hand it is read off them when somebody asks.
 */
import { type CandleColumns, firstAtOrAfterNear } from "./candles.ts";

/** Takes rows `from` to `to - 1` into the range at `index`. */
export function widenRange(
  lowest: Float64Array,
  highest: Float64Array,
  index: number,
  { low, high }: CandleColumns,
  from: number,
  to: number,
): void {
  let least = lowest[index];
  let most = highest[index];
  for (let row = from; row < to; row++) {
    const candleLow = low[row];
    const candleHigh = high[row];
    if (candleLow < least) least = candleLow;
    if (candleHigh > most) most = candleHigh;
  }
  lowest[index] = least;
  highest[index] = most;
}

/** Takes a single price into the range at `index`. */
export function widenTo(lowest: Float64Array, highest: Float64Array, index: number, price: number): void {
  if (price < lowest[index]) lowest[index] = price;
  if (price > highest[index]) highest[index] = price;
}

/** The candles that a sleeve's position is marked by. */
export interface MarkingCandles {
  readonly candles: CandleColumns;
  readonly lengthMs: number;
}

/** When a position was open, and by which fills. */
export interface HeldTime {
  readonly entryTime: number;
  readonly exitTime: number;
  /** It was opened inside a candle, whose close is then all that is known to have come after. */
  readonly isOpenedInside: boolean;
  /** It outlasted the candle that opened at `exitTime`. */
  readonly outlastsExitCandle: boolean;
}

/**
 * Takes the candles of that time into the range at `index`.
 * @param near a row that the position was opened after, as far as is known
 * @returns the first row after the position
 */
export function widenOverHistory(
  lowest: Float64Array,
  highest: Float64Array,
  index: number,
  { candles, lengthMs }: MarkingCandles,
  { entryTime, exitTime, isOpenedInside, outlastsExitCandle }: HeldTime,
  near: number,
): number {
  // A fill inside a candle or at its open carries the open's time, one at a close the time at which the next may open.
  let from = firstAtOrAfterNear(candles, lengthMs, entryTime, near);
  const to = firstAtOrAfterNear(candles, lengthMs, exitTime, from) + (outlastsExitCandle ? 1 : 0);
  if (isOpenedInside && from < to) widenTo(lowest, highest, index, candles.close[from++]);
  widenRange(lowest, highest, index, candles, from, to);
  return to;
}
