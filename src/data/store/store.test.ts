import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import type { CandleColumns } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../engine/timeframe.ts";
import { hashCandles } from "../hash.ts";
import { candlesAt, temporaryFolder, times } from "../../../test/support/candles.ts";
import { nodeFiles } from "./durable.ts";
import { openStore } from "./store.ts";

const HOURLY = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" } as const;
const openTimes = (candles: CandleColumns) => [...candles.openTime.subarray(0, candles.length)];
const failsWith = (code: string, text?: RegExp) => (error: unknown) =>
  error instanceof CandlewrightError && error.code === code && (text === undefined || text.test(error.message));

test("what is written over several months is read back as one set of columns", (t) => {
  const root = temporaryFolder(t);
  const store = openStore(root);
  const candles = candlesAt(times("2023-12-30T00:00:00Z", 24 * 40, HOUR_MS));
  assert.deepEqual(store.write(HOURLY, candles), { added: 960, replaced: 0, unchanged: 0 });
  const folder = join(root, "binance", "BTC-USDT", "1h");
  assert.deepEqual(readdirSync(folder).sort(), ["2023-12.npy", "2024-01.npy", "2024-02.npy"]);
  assert.equal(hashCandles(store.read(HOURLY)), hashCandles(candles));
  const from = Date.parse("2024-01-31T22:00:00Z");
  assert.deepEqual(
    openTimes(store.read({ ...HOURLY, from, to: from + 4 * HOUR_MS })),
    times("2024-01-31T22:00:00Z", 4, HOUR_MS),
  );
});

test("a month file is NumPy's format: a padded header, then six columns of float64", (t) => {
  const root = temporaryFolder(t);
  openStore(root).write(HOURLY, candlesAt(times("2024-01-01T00:00:00Z", 3, HOUR_MS)));
  const bytes = readFileSync(join(root, "binance", "BTC-USDT", "1h", "2024-01.npy"));
  assert.equal(bytes.subarray(1, 6).toString(), "NUMPY");
  const dataOffset = 10 + bytes.readUInt16LE(8);
  assert.equal(dataOffset % 64, 0);
  assert.equal(
    bytes.subarray(10, dataOffset).toString().trimEnd(),
    "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), }",
  );
  assert.equal(bytes.length, dataOffset + 6 * 3 * 8);
  assert.equal(bytes.readDoubleLE(dataOffset + 8), Date.parse("2024-01-01T01:00:00Z"), "second open time");
  assert.equal(bytes.readDoubleLE(dataOffset + 5 * 24), 10, "first volume");
});

test("writing merges: newcomers stand, and no stored candle is lost", (t) => {
  const grid = times("2024-01-30T00:00:00Z", 96, HOUR_MS);
  const subset = fc.subarray(grid, { minLength: 1 });
  fc.assert(
    fc.property(subset, subset, (first, second) => {
      const root = temporaryFolder(t);
      const store = openStore(root);
      store.write(HOURLY, candlesAt(first));
      const result = store.write(HOURLY, candlesAt(second, 1));
      const read = store.read(HOURLY);
      assert.deepEqual(
        openTimes(read),
        [...new Set([...first, ...second])].sort((a, b) => a - b),
      );
      for (let i = 0; i < read.length; i++) assert.equal(read.volume[i], second.includes(read.openTime[i]) ? 11 : 10);
      const both = first.filter((time) => second.includes(time)).length;
      assert.deepEqual(result, { added: second.length - both, replaced: both, unchanged: 0 });
    }),
    { numRuns: 25 },
  );
});

test("candles that cannot be stored are refused before anything is written", (t) => {
  const root = temporaryFolder(t);
  const store = openStore(root);
  const hours = times("2024-01-01T00:00:00Z", 5, HOUR_MS);
  const unordered = candlesAt([hours[0], hours[2], hours[1]]);
  const twice = candlesAt([hours[0], hours[0]]);
  const notNumber = candlesAt(hours);
  notNumber.high[3] = Number.NaN;
  for (const bad of [unordered, twice, notNumber]) {
    assert.throws(() => store.write(HOURLY, bad), failsWith("DATA_INVALID_CANDLES"));
  }
  assert.deepEqual(readdirSync(root), []);
});

test("a full disk leaves what was stored as it was", (t) => {
  const root = temporaryFolder(t);
  const before = candlesAt(times("2024-01-01T00:00:00Z", 5, HOUR_MS));
  openStore(root).write(HOURLY, before);
  const full = { ...nodeFiles, syncFile: () => assert.fail("ENOSPC: no space left on device") };
  const more = candlesAt(times("2024-01-02T00:00:00Z", 5, HOUR_MS));
  assert.throws(() => openStore(root, full).write(HOURLY, more), failsWith("DATA_WRITE_FAILED", /ENOSPC/));
  assert.equal(hashCandles(openStore(root).read(HOURLY)), hashCandles(before));
  assert.deepEqual(readdirSync(join(root, "binance", "BTC-USDT", "1h")), ["2024-01.npy"], "no lock, no temporary file");
});

test("a missing series says what is there and how to get or make it", (t) => {
  const store = openStore(temporaryFolder(t));
  store.write({ ...HOURLY, timeframe: "15m" }, candlesAt(times("2024-01-01T00:00:00Z", 4, 15 * MINUTE_MS)));
  store.write({ ...HOURLY, timeframe: "1d" }, candlesAt(times("2024-01-01T00:00:00Z", 4, DAY_MS)));
  assert.throws(
    () => store.read(HOURLY),
    (error: CandlewrightError) =>
      error.code === "DATA_SERIES_MISSING" &&
      /there is 15m, 1d\./.test(error.message) &&
      /data resample BTC\/USDT --exchange binance --timeframe 15m --to 1h/.test(error.fix) &&
      /data download BTC\/USDT --exchange binance --timeframe 1h/.test(error.fix),
  );
  assert.throws(() => store.read({ ...HOURLY, exchange: "coinbase" }), failsWith("DATA_SERIES_MISSING", /on binance/));
  assert.throws(
    () => store.read({ ...HOURLY, symbol: "ETH/USDT" }),
    failsWith("DATA_SERIES_MISSING", /there is BTC\/USDT/),
  );
});

test("what is missing of synthetic candles is generated, not downloaded", (t) => {
  const store = openStore(temporaryFolder(t));
  assert.throws(
    () => store.read({ ...HOURLY, exchange: "synthetic" }),
    (error: CandlewrightError) => /data generate BTC\/USDT --timeframe 1h/.test(error.fix),
  );
});

test("a range without candles is refused, naming what is stored", (t) => {
  const store = openStore(temporaryFolder(t));
  store.write(HOURLY, candlesAt(times("2024-01-01T00:00:00Z", 4, HOUR_MS)));
  const from = Date.parse("2025-01-01");
  assert.throws(() => store.read({ ...HOURLY, from }), failsWith("DATA_RANGE_EMPTY", /2024-01/));
});

test("names that would leave the data folder are refused", (t) => {
  const store = openStore(temporaryFolder(t));
  const candles = candlesAt(times("2024-01-01T00:00:00Z", 1, HOUR_MS));
  for (const symbol of ["../x/USDT", "BTC", "BTC/../..", "BTC/USDT/x"]) {
    assert.throws(() => store.write({ ...HOURLY, symbol }, candles), failsWith("DATA_INVALID_NAME"));
  }
  assert.throws(() => store.write({ ...HOURLY, exchange: ".." }, candles), failsWith("DATA_INVALID_NAME"));
  assert.throws(() => store.read({ ...HOURLY, timeframe: "../1h" }), failsWith("TIMEFRAME_INVALID"));
});

test("a damaged month file is named, whatever was damaged", (t) => {
  const root = temporaryFolder(t);
  const store = openStore(root);
  store.write(HOURLY, candlesAt(times("2024-01-01T00:00:00Z", 50, HOUR_MS)));
  const path = join(root, "binance", "BTC-USDT", "1h", "2024-01.npy");
  const whole = readFileSync(path);
  const damage: Record<string, () => void> = {
    truncated: () => truncateSync(path, whole.length - 8),
    "too long": () => writeFileSync(path, Buffer.concat([whole, Buffer.alloc(8)])),
    empty: () => truncateSync(path, 0),
    text: () => writeFileSync(path, "time,open\n"),
    disorder: () =>
      writeFileSync(path, Buffer.concat([whole.subarray(0, 136), whole.subarray(128, 136), whole.subarray(144)])),
  };
  for (const [name, apply] of Object.entries(damage)) {
    apply();
    assert.throws(() => store.read(HOURLY), failsWith("DATA_STORE_FILE_BROKEN", /2024-01\.npy/), name);
    writeFileSync(path, whole);
  }
  assert.equal(store.read(HOURLY).length, 50);
});

test("a killed writer's lock and temporary file do not stop the next one", (t) => {
  const root = temporaryFolder(t);
  const store = openStore(root);
  store.write(HOURLY, candlesAt(times("2024-01-01T00:00:00Z", 2, HOUR_MS)));
  const folder = join(root, "binance", "BTC-USDT", "1h");
  writeFileSync(join(folder, ".writing"), "4194304 0123456789abcdef"); // above the highest process id that Linux gives
  writeFileSync(join(folder, ".2024-01.npy.77.tmp"), "half");
  store.write(HOURLY, candlesAt(times("2024-01-03T00:00:00Z", 2, HOUR_MS)));
  assert.equal(store.read(HOURLY).length, 4);
  assert.ok(!existsSync(join(folder, ".2024-01.npy.77.tmp")));
});

test("a removed series is gone, its neighbours are not", (t) => {
  const store = openStore(temporaryFolder(t));
  const candles = candlesAt(times("2024-01-01T00:00:00Z", 4, HOUR_MS));
  store.write(HOURLY, candles);
  store.write({ ...HOURLY, symbol: "ETH/USDT" }, candles);
  store.remove(HOURLY);
  store.remove({ ...HOURLY, symbol: "SOL/USDT" });
  assert.deepEqual(
    store.list().map((series) => series.symbol),
    ["ETH/USDT"],
  );
});

test("the list tells every series with its extent, shortest timeframe first", (t) => {
  const store = openStore(temporaryFolder(t));
  assert.deepEqual(store.list(), []);
  store.write({ ...HOURLY, timeframe: "1d" }, candlesAt(times("2024-01-01T00:00:00Z", 40, DAY_MS)));
  store.write(HOURLY, candlesAt(times("2024-01-01T00:00:00Z", 4, HOUR_MS)));
  assert.deepEqual(store.list()[1], {
    exchange: "binance",
    symbol: "BTC/USDT",
    timeframe: "1d",
    candles: 40,
    firstOpenTime: Date.parse("2024-01-01"),
    lastOpenTime: Date.parse("2024-02-09"),
    months: 2,
  });
  assert.deepEqual(
    store.list().map((series) => series.timeframe),
    ["1h", "1d"],
  );
});
