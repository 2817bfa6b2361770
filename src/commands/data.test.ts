import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { candlesAt, temporaryFolder, times } from "../../test/support/candles.ts";
import { hashCandles } from "../data/hash.ts";
import { openStore } from "../data/store/store.ts";
import { HOUR_MS } from "../engine/timeframe.ts";
import { EXIT } from "./exit-codes.ts";
import { runProgram } from "./program.ts";

async function run(...commandLine: string[]) {
  const written = { stdout: "", stderr: "" };
  const code = await runProgram(commandLine, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    environment: {},
    signal: new AbortController().signal,
  });
  return { code, ...written };
}

const json = async (...commandLine: string[]) => {
  const { code, stdout, stderr } = await run(...commandLine, "--json");
  assert.equal(code, EXIT.success, stdout + stderr);
  return JSON.parse(stdout);
};

test("generate, list, check: what is made is there, without findings, and the same every time", async (t) => {
  const folder = join(temporaryFolder(t), "data");
  const generate = ["data", "generate", "BTC/USDT", "ETH/USDT", "--count", "3000", "--data-dir", folder];
  const [btc, eth] = await json(...generate);
  assert.notEqual(btc.hash, eth.hash);
  assert.deepEqual(await json(...generate), [btc, eth]);
  const [series] = await json("data", "list", "--data-dir", folder);
  assert.equal(series.exchange, "synthetic");
  assert.equal(series.candles, 3000);
  const stored = openStore(folder).read({ exchange: "synthetic", symbol: "BTC/USDT", timeframe: "15m" });
  assert.equal(hashCandles(stored), btc.hash);
  const checked = await json("data", "check", "--data-dir", folder);
  assert.deepEqual(
    checked.map((one: { findings: unknown[] }) => one.findings),
    [[], []],
  );
  const shorter = await json(
    "data",
    "generate",
    "BTC/USDT",
    "--since",
    "2024-01-01",
    "--until",
    "2024-01-02",
    "--data-dir",
    folder,
  );
  assert.equal(shorter[0].candles, 96);
  assert.equal((await json("data", "list", "--data-dir", folder))[0].candles, 96, "it replaces, it does not mix");
});

test("export and import: every format comes back the same", async (t) => {
  const folder = temporaryFolder(t);
  const candles = candlesAt(times("2024-01-30T00:00:00Z", 60, HOUR_MS));
  const series = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" };
  openStore(join(folder, "a")).write(series, candles);
  for (const [format, file] of [
    ["csv", "BTCUSDT-1h.csv"],
    ["npy", "BTCUSDT-1h.npy"],
    ["freqtrade", "BTC_USDT-1h.json"],
  ]) {
    const out = join(folder, file);
    const told = await json(
      "data",
      "export",
      "BTC/USDT",
      "--timeframe",
      "1h",
      "--format",
      format,
      "--out",
      out,
      "--data-dir",
      join(folder, "a"),
    );
    assert.equal(told.candles, 60);
    const target = join(folder, format);
    const [imported] = await json("data", "import", out, "--exchange", "binance", "--data-dir", target);
    assert.equal(imported.added, 60);
    assert.equal(hashCandles(openStore(target).read(series)), hashCandles(candles));
  }
});

test("import tells what it found, a bad file what is wrong with it", async (t) => {
  const folder = temporaryFolder(t);
  const good = join(folder, "BTCUSDT-1h.csv");
  const hours = times("2024-01-01T00:00:00Z", 9, HOUR_MS).filter((_, i) => i !== 4);
  writeFileSync(good, hours.map((time) => `${time},1,4,0.5,2,10`).join("\n"));
  const data = ["--exchange", "binance", "--data-dir", join(folder, "data")];
  const { stdout } = await run("data", "import", good, ...data);
  assert.match(stdout, /binance BTC\/USDT 1h from .*BTCUSDT-1h\.csv: 8 candles, 2024-01-01 00:00 to 2024-01-01 08:00/);
  assert.match(stdout, /gap: 1 candle in 1 place[^\n]*\n {4}2024-01-01 04:00/);
  writeFileSync(good, `${hours[0]},1,4,0.5,2,10\n${hours[1]},1,x,0.5,2,10\n`);
  const bad = await run("data", "import", good, ...data);
  assert.equal(bad.code, EXIT.failure);
  assert.match(bad.stderr, /DATA_NOT_A_NUMBER[\s\S]*BTCUSDT-1h\.csv:2/);
});

test("resample makes new candles and keeps those that the exchange gave", async (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(folder);
  const series = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" };
  store.write(series, candlesAt(times("2024-01-01T00:00:00Z", 24, HOUR_MS)));
  store.write({ ...series, timeframe: "4h" }, candlesAt(times("2024-01-01T04:00:00Z", 1, 4 * HOUR_MS), 500));
  const told = await json("data", "resample", "BTC/USDT", "--timeframe", "1h", "--to", "4h", "--data-dir", folder);
  assert.deepEqual([told.candles, told.added, told.differing, told.incomplete], [6, 5, 1, []]);
  const stored = store.read({ ...series, timeframe: "4h" });
  assert.deepEqual([stored.length, stored.volume[0], stored.volume[1]], [6, 40, 510]);
});

test("a missing timeframe says which ones are there", async (t) => {
  const folder = temporaryFolder(t);
  const series = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" };
  openStore(folder).write(series, candlesAt(times("2024-01-01T00:00:00Z", 24, HOUR_MS)));
  const { code, stderr } = await run("data", "export", "BTC/USDT", "--timeframe", "5m", "--data-dir", folder);
  assert.equal(code, EXIT.failure);
  assert.match(stderr, /there is 1h\.[\s\S]*fix:.*data download BTC\/USDT --exchange binance --timeframe 5m/);
});

test("wrong values are refused before anything happens", async (t) => {
  const folder = join(temporaryFolder(t), "data");
  for (const [option, value] of [
    ["--since", "yesterday"],
    ["--since", "2024-02-31x"],
    ["--seed", "abc"],
    ["--count", "0"],
  ]) {
    const { code, stderr } = await run("data", "generate", "BTC/USDT", option, value, "--data-dir", folder);
    assert.equal(code, EXIT.usage, `${option} ${value}`);
    assert.match(stderr, /USAGE_BAD_VALUE/);
  }
  assert.ok(!existsSync(folder));
});
