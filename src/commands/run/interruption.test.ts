import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { EXIT } from "../exit-codes.ts";
import { runProgram } from "../program.ts";

/** Runs a command line; tells whether it asked for the signal, and so took Ctrl-C out of the system's hands. */
async function run(commandLine: string[]) {
  let stderr = "";
  let hasAsked = false;
  const code = await runProgram(commandLine, {
    stdout: { write: () => {} },
    stderr: { write: (text) => (stderr += text) },
    environment: {},
    get signal() {
      hasAsked = true;
      return new AbortController().signal;
    },
  });
  assert.equal(code, EXIT.success, stderr);
  return { hasAsked };
}

test("a backtest and its repetition leave Ctrl-C to the system: they compute without a pause", async () => {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-interruption-"));
  const dataDir = ["--data-dir", join(folder, "data")];
  const runsDir = ["--runs-dir", join(folder, "runs")];
  const config = ["--config", join(import.meta.dirname, "../../../config")];
  try {
    await run(["data", "generate", "BTC/USDT", "--timeframe", "15m", "--count", "400", ...dataDir]);
    const backtest = await run(["backtest", "--candles", "synthetic", ...config, ...dataDir, ...runsDir]);
    assert.equal(backtest.hasAsked, false);
    assert.equal((await run(["runs", "verify", ...dataDir, ...runsDir])).hasAsked, false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
