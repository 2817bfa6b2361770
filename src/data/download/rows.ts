/** Candles out of an exchange's answer, each value checked: one bad row makes the whole answer bad. */
import { type CandleColumns, emptyCandles, sliceCandles } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { arrangeCandles } from "../arrange.ts";
import { downloadErrors } from "../errors.ts";

/** Open time (milliseconds UTC), open, high, low, close, volume; numbers or decimal text. */
export type CandleRow = readonly [openTime: number, ...values: (string | number)[]];

/**
 * @param rows in any order, as some exchanges answer from new to old
 * @param from rows that open outside [from, to) are left out
 * @throws CandlewrightError DOWNLOAD_BAD_ANSWER
 */
export function candlesOfRows(rows: readonly CandleRow[], from: number, to: number): CandleColumns {
  const candles = emptyCandles(rows.length);
  let length = 0;
  for (const row of rows) {
    const [openTime, open, high, low, close, volume] = row.map(numberOf);
    if (!(openTime >= from && openTime < to)) {
      if (Number.isNaN(openTime)) refuse(row);
      continue;
    }
    candles.openTime[length] = openTime;
    candles.open[length] = open;
    candles.high[length] = high;
    candles.low[length] = low;
    candles.close[length] = close;
    candles.volume[length] = volume;
    // What is only odd (a high below the open, a time off the grid) is the exchange's own record: `check` reports it.
    const prices = Math.min(open, high, low, close);
    if (!(prices > 0 && volume >= 0 && Number.isInteger(openTime) && Number.isFinite(high + volume))) refuse(row);
    length++;
  }
  return arrangeCandles(sliceCandles(candles, 0, length)).candles;
}

function numberOf(value: string | number | undefined): number {
  return typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
}

function refuse(row: CandleRow): never {
  throw new CandlewrightError(downloadErrors.badAnswer, { detail: `A candle is ${JSON.stringify(row.slice(0, 6))}.` });
}
