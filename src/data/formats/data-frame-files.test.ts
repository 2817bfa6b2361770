/** Feather and parquet files as pyarrow 26 writes them (test/fixtures), and damaged ones. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { parseFeather } from "./feather.ts";
import { loadOptional } from "./optional-library.ts";
import { parseParquet } from "./parquet.ts";
import { candlesOfTable } from "./table.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "..", "test", "fixtures");
const failsWith = (code: string) => (error: unknown) => error instanceof CandlewrightError && error.code === code;

for (const [name, parse] of [
  ["lz4.feather", parseFeather],
  ["zstd.feather", parseFeather],
  ["plain.feather", parseFeather],
  ["snappy.parquet", parseParquet],
  ["zstd.parquet", parseParquet],
  ["none.parquet", parseParquet],
] as const) {
  test(`pyarrow's ${name}, with timestamps in any unit`, async () => {
    const bytes = readFileSync(join(FIXTURES, `BTC_USDT-5m.${name}`));
    const { candles } = await parse(bytes, name);
    assert.deepEqual(
      [...candles.openTime],
      [0, 1, 2, 3, 4].map((i) => 1704067200000 + i * 300000),
    );
    assert.deepEqual([...candles.open], [1.5, 2.5, 3.5, 4.5, 5.5]);
    assert.deepEqual([...candles.close], [2.5, 3.5, 4.5, 5.5, 6.25]);
    assert.deepEqual([...candles.volume], [10, 0, 30.125, 40, 50]);
    for (const cut of [bytes.length - 40, 30]) {
      await assert.rejects(parse(bytes.subarray(0, cut), name), failsWith("DATA_TRUNCATED_FILE"), `cut at ${cut}`);
    }
  });
}

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
