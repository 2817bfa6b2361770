/**
 * Cold starts of the built package, whole processes: `--help`, and a backtest of 1,000,000 one-minute candles from start
 * to the printed report; beside them an empty Node, and the same help from the sources. Rounds are interleaved.
 * Limits: help <= 3 times an empty Node, the backtest <= 0.3 s.
 * Prints one JSON line of milliseconds, least and median. Run: node bench/start-up.ts
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../src/data/store/store.ts";
import { generateCandles } from "../src/data/synthetic/generate.ts";

const ROUNDS = 11;
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "candlewright-start-up-"));

function prepare(): void {
  for (const name of ["package.json", "bin"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), join(folder, "dist")], {
    stdio: ["ignore", 2, 2],
  });
  if (built.status !== 0) throw new Error("the build failed");
  const candles = generateCandles({ seed: 1, timeframe: "1m", from: Date.parse("2023-01-01"), count: 1_000_000 });
  openStore(join(folder, "data")).write({ exchange: "synthetic", symbol: "BTC/USDT", timeframe: "1m" }, candles);
  cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
  // Without the halt the strategy trades to the last candle.
  writeFileSync(join(folder, "config/risk_config.json"), '{ "max_drawdown": 1, "max_daily_loss": 1 }');
}

const backtest = ["backtest", "--candles", "synthetic", "--timeframe", "1m", "--no-save"];
const ways: Readonly<Record<string, readonly string[]>> = {
  empty: ["-e", "0"],
  help: [join(folder, "bin/candlewright.mjs"), "--help"],
  helpFromSources: [join(root, "bin/candlewright.mjs"), "--help"],
  backtest: [join(folder, "bin/candlewright.mjs"), ...backtest],
};

/** Milliseconds of one whole process. */
function measure(way: string): number {
  const env = { PATH: process.env["PATH"], HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
  const started = performance.now();
  const child = spawnSync(process.execPath, ways[way], { cwd: folder, env, encoding: "utf8" });
  const ms = performance.now() - started;
  if (child.status !== 0) throw new Error(`${way}: ${child.stderr}`);
  return ms;
}

try {
  prepare();
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  // The first round fills the compile cache and the file system's; it is not counted.
  for (let round = 0; round <= ROUNDS; round++)
    for (const way of Object.keys(ways)) {
      const ms = measure(way);
      if (round > 0) times[way].push(ms);
    }
  const figures = Object.entries(times).map(([way, list]) => {
    list.sort((a, b) => a - b);
    return [way, { least: Math.round(list[0]), median: Math.round(list[Math.floor(list.length / 2)]) }];
  });
  console.log(JSON.stringify(Object.fromEntries(figures)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
