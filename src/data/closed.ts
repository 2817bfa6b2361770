import { type CandleColumns, sliceCandles } from "../engine/candles.ts";

/** The candles that have closed by an instant; one in progress is no candle yet. */
export function closedCandles(candles: CandleColumns, lengthMs: number, nowMs: number): CandleColumns {
  let { length } = candles;
  while (length > 0 && candles.openTime[length - 1] + lengthMs > nowMs) length--;
  return length === candles.length ? candles : sliceCandles(candles, 0, length);
}
