/** Parquet files, through hyparquet and its writer, optional peers. */
import type { CandleColumns } from "../../engine/candles.ts";
import { loadOptional } from "./optional-library.ts";
import type { TableColumn } from "./table.ts";

const READERS = "hyparquet@1.31.5 hyparquet-compressors@1.1.2";

/**
 * The columns of a parquet file.
 * @throws CandlewrightError DATA_NEEDS_LIBRARY; the library's own errors for a damaged file, from which it may also never return
 */
export async function readParquet(bytes: Uint8Array): Promise<TableColumn[]> {
  const { parquetRead } = await loadOptional(() => import("hyparquet"), READERS);
  const { compressors } = await loadOptional(() => import("hyparquet-compressors"), READERS);
  const columns = new Map<string, unknown[]>();
  await parquetRead({
    file: Uint8Array.from(bytes).buffer,
    compressors,
    parsers: {
      timestampFromMilliseconds: Number,
      timestampFromMicroseconds: (microseconds) => Number(microseconds) / 1000,
      timestampFromNanoseconds: (nanoseconds) => Number(nanoseconds / 1000n) / 1000,
    },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const values = columns.get(columnName) ?? [];
      columns.set(columnName, values);
      for (let i = 0; i < columnData.length; i++) values[rowStart + i] = columnData[i];
    },
  });
  return [...columns].map(([name, values]) => ({ name, values }));
}

/** Compressed with Snappy; the times are timestamps in UTC. */
export async function encodeParquet(candles: CandleColumns): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadOptional(() => import("hyparquet-writer"), "hyparquet-writer@0.17.0");
  const { length } = candles;
  const numbers = (name: "open" | "high" | "low" | "close" | "volume") => ({
    name,
    data: candles[name].subarray(0, length),
    type: "DOUBLE" as const,
  });
  const date = Array.from({ length }, (_, i) => new Date(candles.openTime[i]));
  const columnData = [
    { name: "date", data: date, type: "TIMESTAMP" as const },
    numbers("open"),
    numbers("high"),
    numbers("low"),
    numbers("close"),
    numbers("volume"),
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
