/**
 * The lowest and the highest price that a position has seen: those of its fills, and of the candles that closed while it was
 * open. Followed candle by candle it costs a backtest a twelfth of its time, since every new extreme is a surprise to the
 * processor. So where the candles stay at hand it is read off them when somebody asks.
 */
import { type CandleColumns, firstAtOrAfter } from "./candles.ts";

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
    if (low[row] < least) least = low[row];
    if (high[row] > most) most = high[row];
  }
  lowest[index] = least;
  highest[index] = most;
}

/** Takes a single price into the range at `index`. */
export function widenTo(lowest: Float64Array, highest: Float64Array, index: number, price: number): void {
  if (price < lowest[index]) lowest[index] = price;
  if (price > highest[index]) highest[index] = price;
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

/** Takes the candles of that time into the range at `index`. */
export function widenOverHistory(
  lowest: Float64Array,
  highest: Float64Array,
  index: number,
  candles: CandleColumns,
  { entryTime, exitTime, isOpenedInside, outlastsExitCandle }: HeldTime,
): void {
  // A fill inside a candle or at its open carries the open's time, one at a close the time at which the next may open.
  let from = firstAtOrAfter(candles, entryTime);
  const to = firstAtOrAfter(candles, exitTime) + (outlastsExitCandle ? 1 : 0);
  if (isOpenedInside && from < to) widenTo(lowest, highest, index, candles.close[from++]);
  widenRange(lowest, highest, index, candles, from, to);
}
