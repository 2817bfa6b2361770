/**
 * The lowest and the highest price that a position has seen: those of its fills, and of the candles that closed while it was
 * open. Followed candle by candle it costs a backtest a twelfth of its time, since every new extreme is a surprise to the
 * processor. So where the candles stay at hand it is read off them when somebody asks.
 */
import { firstAtOrAfterNear, type MarkingCandles } from "./candles.ts";

/** Takes rows `from` to `to - 1` of these columns into the range at `index`. */
export function widenRange(
  lowest: Float64Array,
  highest: Float64Array,
  index: number,
  low: Float64Array,
  high: Float64Array,
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

/** When a position was open. */
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
 * @param near row from which on it is looked for first; a wrong guess costs time, nothing else
 * @returns the first row after the position
 */
export function widenOverHistory(
  lowest: Float64Array,
  highest: Float64Array,
  index: number,
  marking: MarkingCandles,
  { entryTime, exitTime, isOpenedInside, outlastsExitCandle }: HeldTime,
  near: number,
): number {
  const { candles } = marking;
  // A fill inside a candle or at its open carries the open's time, one at a close the time at which the next may open.
  let from = firstAtOrAfterNear(marking, entryTime, near);
  const to = firstAtOrAfterNear(marking, exitTime, from) + (outlastsExitCandle ? 1 : 0);
  if (isOpenedInside && from < to) widenTo(lowest, highest, index, candles.close[from++]);
  widenRange(lowest, highest, index, candles.low, candles.high, from, to);
  return to;
}
