/** kill -9 at random moments of a write: every month file is the old one or the new one, and a next write goes through. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/data/store/store.ts";
import { emptyCandles } from "../../src/engine/candles.ts";
import { MINUTE_MS } from "../../src/engine/timeframe.ts";

const SERIES = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1m" } as const;
const COUNT = 120_000;
const START = Date.parse("2024-01-10");

/** Every value of the n-th version is n, so a mixture shows. */
function version(n: number) {
  const candles = emptyCandles(COUNT);
  for (let i = 0; i < COUNT; i++) candles.openTime[i] = START + i * MINUTE_MS;
  for (const column of [candles.open, candles.high, candles.low, candles.close, candles.volume]) column.fill(n);
  return candles;
}

const WRITER = `
  import { openStore } from ${JSON.stringify(import.meta.resolve("../../src/data/store/store.ts"))};
  const store = openStore(process.argv[1]);
  const series = ${JSON.stringify(SERIES)};
  for (let n = Number(process.argv[2]); ; n++) {
    const candles = store.read(series);
    for (const column of [candles.open, candles.high, candles.low, candles.close, candles.volume]) column.fill(n);
    process.stdout.write("w");
    store.write(series, candles);
  }
`;

test("a writer killed at random moments leaves whole month files", { timeout: 180_000 }, async (t) => {
  const root = mkdtempSync(join(tmpdir(), "candlewright-crash-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const store = openStore(root);
  store.write(SERIES, version(1));
  let insideWrite = 0;
  // Twelve kills, and as many more as it takes to have hit a write three times.
  for (let round = 0; round < 12 || (insideWrite < 3 && round < 80); round++) {
    const child = spawn(
      process.execPath,
      ["--input-type=module-typescript", "--eval", WRITER, root, String(2 + round * 1000)],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    // The first writes tell how long one takes on this machine today; the kill falls anywhere inside one.
    await once(child.stdout, "data");
    const started = performance.now();
    await once(child.stdout, "data");
    const writeMs = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * writeMs));
    child.kill("SIGKILL");
    await once(child, "exit");
    const left = readdirSync(join(root, "binance", "BTC-USDT", "1m"));
    if (left.some((name) => name.endsWith(".tmp"))) insideWrite++;
    checkMonths();
  }
  assert.ok(insideWrite > 0, "no kill fell inside a write: the test has not seen what it is for");
  store.write(SERIES, version(0.5));
  assert.equal(new Set(store.read(SERIES).close).size, 1, "the next writer gets through");

  function checkMonths(): void {
    const candles = store.read(SERIES);
    assert.equal(candles.length, COUNT, "no stored candle is lost");
    const versionOfMonth = new Map<string, number>();
    for (let i = 0; i < COUNT; i++) {
      const month = new Date(candles.openTime[i]).toISOString().slice(0, 7);
      const expected = versionOfMonth.get(month) ?? candles.open[i];
      versionOfMonth.set(month, expected);
      for (const column of [candles.open, candles.high, candles.low, candles.close, candles.volume]) {
        assert.equal(column[i], expected, `month ${month} is a mixture`);
      }
    }
  }
});
