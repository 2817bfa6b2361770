import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { runProgram } from "../program.ts";
import { inputsOfRun } from "./source.ts";

async function projectOf(t: TestContext) {
  const folder = temporaryFolder(t);
  const [dataDir, runsDir] = [join(folder, "data"), join(folder, "runs")];
  const config = ["--config", join(import.meta.dirname, "../../../config")];
  const run = async (...commandLine: string[]) => {
    let said = "";
    const code = await runProgram(commandLine, {
      stdout: { write: (text) => (said += text) },
      stderr: { write: (text) => (said += text) },
      environment: {},
      signal: new AbortController().signal,
    });
    return { code, said };
  };
  const synthetic = ["--data-dir", dataDir];
  await run("data", "generate", "BTC/USDT", "--timeframe", "5m", "--count", "1500", ...synthetic);
  const resampled = await run(
    "data",
    "resample",
    "BTC/USDT",
    "--exchange",
    "synthetic",
    "--timeframe",
    "5m",
    "--to",
    "15m",
    ...synthetic,
  );
  assert.equal(resampled.code, 0, resampled.said);
  const backtest = (...more: string[]) =>
    run("backtest", "--candles", "synthetic", ...config, ...synthetic, "--runs-dir", runsDir, ...more);
  return { dataDir, runsDir, backtest };
}

test("a run that looked into finer candles is explained and repeated with them", async (t) => {
  const { dataDir, runsDir, backtest } = await projectOf(t);
  const done = await backtest("--drill-down", "5m");
  assert.equal(done.code, 0, done.said);
  const { inputs } = await inputsOfRun(runsDir, undefined, dataDir);
  assert.equal(inputs.finer?.get("BTC/USDT")?.length, 1500);
});

test("candles to look into that are not finer are refused", async (t) => {
  const { backtest } = await projectOf(t);
  const { code, said } = await backtest("--drill-down", "15m");
  assert.notEqual(code, 0);
  assert.match(said, /15m is not finer than 15m.*--drill-down/s);
});
