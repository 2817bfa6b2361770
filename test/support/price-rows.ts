/** Candles of a minute from a few hand-written prices, for tests that are checked by eye. */
import { type CandleColumns, emptyCandles } from "../../src/engine/candles.ts";
import { MINUTE_MS } from "../../src/engine/timeframe.ts";

export type Row = readonly [open: number, high: number, low: number, close: number];

/** A candle on which nothing moves. */
export function flat(price: number): Row {
  return [price, price, price, price];
}

/** @param minutes when each row opens; one after another where not given */
export function candlesOf(rows: readonly Row[], minutes: readonly number[] = rows.map((_, row) => row)): CandleColumns {
  const candles = emptyCandles(rows.length);
  rows.forEach(([open, high, low, close], row) => {
    candles.openTime[row] = minutes[row] * MINUTE_MS;
    candles.open[row] = open;
    candles.high[row] = high;
    candles.low[row] = low;
    candles.close[row] = close;
    candles.volume[row] = 1;
  });
  return candles;
}
