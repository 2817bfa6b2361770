/** The exit code of `candlewright data check`, as a script sees it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/data/store/store.ts";
import { HOUR_MS } from "../../src/engine/timeframe.ts";
import { candlesAt, temporaryFolder, times } from "../support/candles.ts";

const MAIN = join(import.meta.dirname, "..", "..", "src", "main.ts");

test("data check ends with 1 for defects, with 0 for gaps; export writes clean data to a pipe", (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(folder);
  const series = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" };
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [MAIN, "data", ...words, "--data-dir", folder], { encoding: "utf8" });
  store.write(series, candlesAt(times("2024-01-01T00:00:00Z", 24, HOUR_MS).filter((_, i) => i !== 4)));
  const notices = run("check");
  assert.equal(notices.status, 0, notices.stderr);
  assert.match(notices.stdout, /gap: 1 candle/);
  const broken = candlesAt(times("2024-01-05T00:00:00Z", 1, HOUR_MS));
  broken.high[0] = 1;
  store.write(series, broken);
  const defects = run("check");
  assert.equal(defects.status, 1, defects.stderr);
  assert.match(defects.stdout, /impossible-range: 1 candle/);
  const exported = run("export", "BTC/USDT", "--timeframe", "1h");
  assert.equal(exported.stderr, "");
  assert.equal(exported.stdout.split("\n").length, 1 + 24 + 1);
});
