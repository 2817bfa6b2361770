/** Candles as the bytes of a file in a common format. */
import type { CandleColumns } from "../../engine/candles.ts";
import { encodeMonth } from "../store/month-file.ts";

/** `freqtrade` is the JSON of that program: a list of rows of six numbers. */
export type ExportFormat = "csv" | "npy" | "freqtrade" | "feather" | "parquet";

const ROWS_PER_PART = 10_000;

/**
 * Parts of the file, one after the other; those of text formats are made as they are asked for.
 * @throws CandlewrightError DATA_NEEDS_LIBRARY for feather and parquet
 */
export async function encodeCandles(candles: CandleColumns, format: ExportFormat): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case "npy":
      return encodeMonth(candles);
    case "csv":
      return encodeRows(candles, "time,open,high,low,close,volume\n", "", "\n", "");
    case "freqtrade":
      return encodeRows(candles, "[", "[", "]", "]\n", ",");
    case "feather":
      return [await (await import("./feather.ts")).encodeFeather(candles)];
    case "parquet":
      return [await (await import("./parquet.ts")).encodeParquet(candles)];
  }
}

function* encodeRows(
  candles: CandleColumns,
  head: string,
  before: string,
  after: string,
  tail: string,
  between = "",
): Generator<Uint8Array> {
  const { openTime, open, high, low, close, volume, length } = candles;
  yield Buffer.from(head);
  for (let from = 0; from < length; from += ROWS_PER_PART) {
    let text = "";
    for (let i = from; i < Math.min(from + ROWS_PER_PART, length); i++) {
      text += `${i === 0 ? "" : between}${before}${openTime[i]},${open[i]},${high[i]},${low[i]},${close[i]},${volume[i]}${after}`;
    }
    yield Buffer.from(text);
  }
  yield Buffer.from(tail);
}
