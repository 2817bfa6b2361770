/** A fingerprint of candles, for the record of a run: equal hash, equal candles, bit for bit. */
import { createHash } from "node:crypto";
import { type CandleColumns, VALUE_COLUMNS } from "../engine/candles.ts";

/** SHA-256, hex, over the columns' bytes (float64 little endian) in stored order: open time, open, high, low, close, volume. */
export function hashCandles(candles: CandleColumns): string {
  const hash = createHash("sha256");
  for (const column of [candles.openTime, ...VALUE_COLUMNS.map((name) => candles[name])]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, candles.length * 8));
  }
  return hash.digest("hex");
}
