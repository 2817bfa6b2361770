/** Real candles from import to report: three symbols, several timeframes, their outages included; and dry run = backtest on them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sharedPath, withoutSharedData } from "../support/shared-data.ts";

const root = join(import.meta.dirname, "../..");
const skip = withoutSharedData;
let folder = "";

function candlewright(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "bin", "candlewright.mjs"), ...words, "--quiet"],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 << 20 },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}

before(() => {
  if (skip !== false) return;
  folder = mkdtempSync(join(tmpdir(), "candlewright-real-"));
  cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
  for (const name of ["BTCUSDT-1h", "ETHUSDT-1h", "SOLUSDT-1h", "BTCUSDT-4h"]) {
    candlewright("data", "import", sharedPath("candles", "binance-spot", `${name}.csv.gz`), "--exchange", "binance");
  }
});
after(() => {
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
});

interface Report {
  readonly synthetic: boolean;
  readonly run: { readonly symbols: readonly string[]; readonly days: number };
  readonly metrics: readonly { id: string; value: number | null; why?: string }[];
  readonly trades: readonly { symbol: string; entryTime: number; exitTime: number; exitReason: string }[];
}
const SYMBOLS = ["BTC/USDT", "ETH/USDT", "SOL/USDT"];

test("three symbols share one portfolio over four years, and every metric has a value or a reason", { skip }, () => {
  for (const strategy of ["ema_crossover", "momentum_rotation", "supertrend"]) {
    const report = JSON.parse(
      candlewright("backtest", "--strategy", strategy, "--symbols", ...SYMBOLS, "--timeframe", "1h", "--json"),
    ) as Report;
    assert.equal(report.synthetic, false);
    assert.deepEqual([...report.run.symbols], SYMBOLS);
    assert.ok(report.run.days > 1500);
    assert.deepEqual(new Set(report.trades.map(({ symbol }) => symbol)), new Set(SYMBOLS), strategy);
    for (const { id, value, why } of report.metrics)
      assert.ok(value === null ? why !== undefined : Number.isFinite(value), `${strategy}: ${id}`);
  }
});

test("nothing is traded in the hour that the exchange was away", { skip }, () => {
  const report = JSON.parse(candlewright("backtest", "--symbols", ...SYMBOLS, "--timeframe", "1h", "--json")) as Report;
  const missing = Date.UTC(2023, 2, 24, 13);
  assert.ok(report.trades.every(({ entryTime, exitTime }) => entryTime !== missing && exitTime !== missing));
});

test("the dry run over the 4h candles, gaps and all, gives the backtest's result", { skip }, () => {
  candlewright("backtest", "--timeframe", "4h", "--symbols", "BTC/USDT");
  const { hash } = JSON.parse(candlewright("runs", "verify", "--json")) as { hash: string };
  const run = JSON.parse(
    candlewright("run", "--timeframe", "4h", "--symbols", "BTC/USDT", "--speed", "max", "--json"),
  ) as { resultHash: string; trades: number };
  assert.ok(run.trades > 100);
  assert.equal(run.resultHash, hash);
});
