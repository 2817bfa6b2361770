import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { temporaryFolder } from "../../test/support/candles.ts";
import { EXIT } from "./exit-codes.ts";
import { runProgram } from "./program.ts";

/** The shipped settings, wherever the tests are started. */
const config = join(import.meta.dirname, "../../config");

async function run(...words: string[]) {
  const commandLine = [...words, "--config", config];
  const written = { stdout: "", stderr: "" };
  const code = await runProgram(commandLine, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    environment: {},
    signal: new AbortController().signal,
  });
  return { code, ...written };
}

/** Two backtests of generated candles, with different windows. */
async function recorded(context: TestContext): Promise<{ ids: string[]; options: string[]; data: string[] }> {
  const folder = temporaryFolder(context);
  const data = ["--data-dir", join(folder, "data")];
  const options = ["--runs-dir", join(folder, "runs")];
  const made = await run("data", "generate", "BTC/USDT", "--count", "4000", ...data);
  assert.equal(made.code, EXIT.success, made.stderr);
  const ids: string[] = [];
  for (const strategy of ["ema_crossover", "ema_crossover"]) {
    const cash = ids.length === 0 ? [] : ["--cash", "5000"];
    const tried = await run(
      "backtest",
      "--strategy",
      strategy,
      "--symbols",
      "BTC/USDT",
      "--candles",
      "synthetic",
      ...cash,
      ...data,
      ...options,
    );
    assert.equal(tried.code, EXIT.success, tried.stderr);
    ids.push(/Run: (\S+)\./.exec(tried.stderr)?.[1] ?? "none");
  }
  return { ids, options, data };
}

test("a backtest is recorded: listed, shown, compared and verified", async (context) => {
  const { ids, options, data } = await recorded(context);
  const [first, second] = ids;
  const list = JSON.parse((await run("runs", "list", "--json", ...options)).stdout) as { id: string }[];
  assert.deepEqual(list.map(({ id }) => id).sort(), [...ids].sort());
  assert.match((await run("runs", "list", ...options)).stdout, /BTC\/USDT \(synthetic\)/);

  const shown = await run("runs", "show", first, ...options);
  assert.equal(shown.stdout.split("\n")[0], "synthetic: says nothing about a market");
  const report = JSON.parse((await run("runs", "show", first, "--json", ...options)).stdout) as {
    run: { id: string };
    trades: { entryReason: string }[];
  };
  assert.equal(report.run.id, first);
  assert.match(report.trades[0].entryReason, /^crossesAbove\(ema\(close, \d+\), ema\(close, \d+\)\)$/);

  const compared = await run("runs", "compare", first, second.slice(-10, -4), ...options);
  assert.match(compared.stderr, /They start with different cash/);
  assert.match(compared.stdout, /settings\.backtest\.startingCash +10000 +5000/);

  const verified = await run("runs", "verify", first, ...options, ...data);
  assert.equal(verified.code, EXIT.success, verified.stdout);
  assert.match(verified.stdout, /the same, bit for bit/);
  const regenerated = await run("data", "generate", "BTC/USDT", "--count", "4000", "--seed", "2", ...data);
  assert.equal(regenerated.code, EXIT.success);
  const broken = await run("runs", "verify", first, ...options, ...data);
  assert.equal(broken.code, EXIT.failure);
  assert.match(broken.stdout, /The candles of synthetic BTC\/USDT 15m are others/);
  assert.match(broken.stderr, /RUN_DIFFERS/);
});

test("an empty folder and an unknown run say what to do", async (context) => {
  const options = ["--runs-dir", join(temporaryFolder(context), "none")];
  assert.match((await run("runs", "list", ...options)).stdout, /Make one: candlewright backtest/);
  const unknown = await run("runs", "show", "zz", ...options);
  assert.equal(unknown.code, EXIT.failure);
  assert.match(unknown.stderr, /RUN_UNKNOWN/);
});
