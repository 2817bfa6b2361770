/** Feather files (Arrow's IPC format), which freqtrade stores by default; through Apache Arrow, an optional peer. */
import { zstdDecompressSync } from "node:zlib";
import type { CandleColumns } from "../../engine/candles.ts";
import { loadOptional } from "./optional-library.ts";
import type { TableColumn } from "./table.ts";

const loadArrow = () => loadOptional(() => import("apache-arrow"), "apache-arrow@21.2.0 lz4-napi@2.10.0");
const loadLz4 = () => loadOptional(() => import("lz4-napi"), "apache-arrow@21.2.0 lz4-napi@2.10.0");

/**
 * The columns of a feather file.
 * @throws CandlewrightError DATA_NEEDS_LIBRARY; the library's own errors for a damaged file, from which it may also never return
 */
export async function readFeather(bytes: Uint8Array): Promise<TableColumn[]> {
  const { compressionRegistry, CompressionType, tableFromIPC } = await loadArrow();
  const { decompressFrameSync } = await loadLz4();
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (part) => decompressFrameSync(Buffer.from(part)) });
  compressionRegistry.set(CompressionType.ZSTD, { decode: (part) => zstdDecompressSync(part) });
  const table = tableFromIPC(bytes);
  return table.schema.fields.map((field, i) => {
    const vector = table.getChildAt(i);
    // A missing value is null in the vector, but any number in its plain array.
    const values = vector === null ? [] : vector.nullCount > 0 ? [...vector] : (vector.toArray() as ArrayLike<unknown>);
    return { name: field.name, values };
  });
}

/** As freqtrade names and types the columns; not compressed, since Arrow's own writer compresses wrongly (21.2.0). */
export async function encodeFeather(candles: CandleColumns): Promise<Uint8Array> {
  const { Float64, makeData, Table, tableToIPC, TimestampMillisecond, Vector } = await loadArrow();
  const { length } = candles;
  const numbers = (column: Float64Array) =>
    new Vector([makeData({ type: new Float64(), length, data: column.subarray(0, length) })]);
  const dates = BigInt64Array.from({ length }, (_, i) => BigInt(candles.openTime[i]));
  const table = new Table({
    date: new Vector([makeData({ type: new TimestampMillisecond("UTC"), length, data: dates })]),
    open: numbers(candles.open),
    high: numbers(candles.high),
    low: numbers(candles.low),
    close: numbers(candles.close),
    volume: numbers(candles.volume),
  });
  return tableToIPC(table, "file");
}
