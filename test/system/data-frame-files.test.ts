/** Feather and parquet files as pyarrow 26 writes them (test/fixtures), our own, and damaged ones; each read in a thread. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hashCandles } from "../../src/data/hash.ts";
import { judgeFile } from "../../src/data/import.ts";
import { encodeCandles } from "../../src/data/formats/write.ts";
import { HOUR_MS } from "../../src/engine/timeframe.ts";
import { candlesAt, temporaryFolder, times } from "../support/candles.ts";
import { CandlewrightError } from "../../src/engine/errors.ts";
import { parseDataFrame } from "../../src/data/formats/data-frame.ts";
import { loadOptional } from "../../src/data/formats/optional-library.ts";
import { candlesOfTable } from "../../src/data/formats/table.ts";

const FIXTURES = join(import.meta.dirname, "..", "fixtures");
const failsWith = (code: string) => (error: unknown) => error instanceof CandlewrightError && error.code === code;

for (const [name, format] of [
  ["lz4.feather", "feather"],
  ["zstd.feather", "feather"],
  ["plain.feather", "feather"],
  ["snappy.parquet", "parquet"],
  ["zstd.parquet", "parquet"],
  ["none.parquet", "parquet"],
] as const) {
  test(`pyarrow's ${name}, with timestamps in any unit`, async () => {
    const bytes = readFileSync(join(FIXTURES, `BTC_USDT-5m.${name}`));
    const { candles } = await parseDataFrame({ format, bytes }, name);
    assert.deepEqual(
      [...candles.openTime],
      [0, 1, 2, 3, 4].map((i) => 1704067200000 + i * 300000),
    );
    assert.deepEqual([...candles.open], [1.5, 2.5, 3.5, 4.5, 5.5]);
    assert.deepEqual([...candles.close], [2.5, 3.5, 4.5, 5.5, 6.25]);
    assert.deepEqual([...candles.volume], [10, 0, 30.125, 40, 50]);
    for (const cut of [bytes.length - 40, 30]) {
      await assert.rejects(
        parseDataFrame({ format, bytes: bytes.subarray(0, cut) }, name),
        failsWith("DATA_TRUNCATED_FILE"),
        `cut at ${cut}`,
      );
    }
  });
}

test("what is exported is imported again, bit for bit", async (t) => {
  const folder = temporaryFolder(t);
  const candles = candlesAt(times("2024-01-30T00:00:00Z", 60, HOUR_MS));
  for (const format of ["feather", "parquet"] as const) {
    const path = join(folder, `BTC_USDT-1h.${format}`);
    writeFileSync(path, Buffer.concat([...(await encodeCandles(candles, format))]));
    const [judged] = await judgeFile(path, { exchange: "binance", nowMs: Date.parse("2025-01-01") });
    assert.deepEqual(judged.series, { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" });
    assert.equal(hashCandles(judged.candles), hashCandles(candles));
  }
});

test("a damaged file from which the library never returns is given up", async () => {
  for (const format of ["feather", "parquet"] as const) {
    const bytes = readFileSync(join(FIXTURES, `endless.${format}`));
    await assert.rejects(parseDataFrame({ format, bytes }, format, { limitMs: 500 }), failsWith("DATA_TRUNCATED_FILE"));
  }
});

test("columns that are missing, empty or hold something else than numbers are refused", () => {
  const columns = { date: [1704067200000], open: [1], high: [4], low: [0.5], close: [2], volume: [10] };
  const table = (change: Record<string, unknown[]>) =>
    candlesOfTable(
      Object.entries({ ...columns, ...change }).map(([name, values]) => ({ name, values })),
      "x.parquet",
    );
  assert.equal(table({}).candles.length, 1);
  assert.throws(() => table({ high: [null] }), failsWith("DATA_NOT_A_NUMBER"));
  assert.throws(() => table({ date: ["2024"] }), failsWith("DATA_NOT_A_NUMBER"));
  assert.throws(() => candlesOfTable([{ name: "date", values: [1] }], "x.parquet"), failsWith("DATA_UNKNOWN_COLUMNS"));
  const empty = Object.keys(columns).map((name) => ({ name, values: [] }));
  assert.throws(() => candlesOfTable(empty, "x.parquet"), failsWith("DATA_EMPTY_FILE"));
});

test("an absent library is asked for with the command that installs it", async () => {
  const absent = loadOptional(() => Promise.reject(new Error("Cannot find package")), "some-library@1.0.0");
  await assert.rejects(absent, (error: CandlewrightError) => {
    assert.equal(error.code, "DATA_NEEDS_LIBRARY");
    return error.fix === "Run: npm install some-library@1.0.0";
  });
});
