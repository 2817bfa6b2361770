import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { candlesAt, temporaryFolder, times } from "../../../test/support/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { HOUR_MS } from "../../engine/timeframe.ts";
import { hashCandles } from "../hash.ts";
import { loadSeries, readSeries } from "./read-series.ts";
import { openStore } from "./store.ts";

const HOURLY = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" } as const;

test("other threads load what this one reads: the whole series, a range, and the same errors", async (t) => {
  const root = temporaryFolder(t);
  openStore(root).write(HOURLY, candlesAt(times("2023-12-30T00:00:00Z", 24 * 40, HOUR_MS)));
  const from = Date.parse("2024-01-31T22:00:00Z");
  for (const request of [HOURLY, { ...HOURLY, from }, { ...HOURLY, from, to: from + 4 * HOUR_MS }]) {
    const read = readSeries(root, request);
    const loaded = await loadSeries(root, request);
    assert.equal(loaded.length, read.length);
    assert.equal(hashCandles(loaded), hashCandles(read));
  }
  for (const request of [
    { ...HOURLY, symbol: "ETH/USDT" },
    { ...HOURLY, from: Date.parse("2030-01-01") },
  ]) {
    let expected: unknown;
    assert.throws(
      () => readSeries(root, request),
      (error) => {
        expected = error;
        return error instanceof CandlewrightError;
      },
    );
    await assert.rejects(loadSeries(root, request), expected as Error);
  }
});

test("a damaged month is named, and no file stays open", {
  skip: process.platform === "linux" ? false : "open files are counted in /proc",
}, async (t) => {
  const root = temporaryFolder(t);
  openStore(root).write(HOURLY, candlesAt(times("2023-12-30T00:00:00Z", 24 * 40, HOUR_MS)));
  const path = join(root, "binance", "BTC-USDT", "1h", "2024-01.npy");
  const whole = readFileSync(path);
  // The first two open times change places.
  const disorder = Buffer.concat([whole.subarray(0, 128), whole.subarray(136, 144), whole.subarray(128, 136)]);
  for (const damaged of [Buffer.concat([disorder, whole.subarray(144)]), whole.subarray(0, -8)]) {
    writeFileSync(path, damaged);
    const open = readdirSync("/proc/self/fd").length;
    await assert.rejects(
      loadSeries(root, HOURLY),
      (error) =>
        error instanceof CandlewrightError &&
        error.code === "DATA_STORE_FILE_BROKEN" &&
        /2024-01\.npy/.test(error.message),
    );
    assert.equal(readdirSync("/proc/self/fd").length, open);
  }
});
