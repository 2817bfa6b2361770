import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GIVEN } from "../../test/support/settings.ts";
import { EXIT } from "./exit-codes.ts";
import { runProgram } from "./program.ts";

/** Runs `candlewright config ...` on a folder with these files. */
async function run(
  commandLine: string[],
  files: Record<string, string> = GIVEN,
  environment: Record<string, string> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-config-command-"));
  const written = { stdout: "", stderr: "" };
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const code = await runProgram(["config", ...commandLine, "--config", folder], {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      environment,
      signal: new AbortController().signal,
    });
    const plain = (text: string) => text.replaceAll(`${folder}/`, "");
    return { code, stdout: plain(written.stdout), stderr: plain(written.stderr) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("config check: valid settings are told, problems are counted as wrong settings", async () => {
  const valid = await run(["check", "--json"]);
  assert.equal(valid.code, EXIT.success);
  assert.deepEqual(JSON.parse(valid.stdout), { valid: true });
  const broken = await run(["check"], { ...GIVEN, "risk_config.json": '{ "max_drawdwon": 0.1 }' });
  assert.equal(broken.code, EXIT.configuration);
  assert.match(broken.stderr, /risk_config\.json:1 \(max_drawdwon\)[\s\S]*Did you mean max_drawdown\?/);
});

test("config show --origin names file and line, variable or default of each value", async () => {
  const { stdout } = await run(["show", "--origin"], GIVEN, {
    CANDLEWRIGHT_RISK__MAX_DAILY_LOSS: "0.01",
    CANDLEWRIGHT_MODE: "sandbox",
  });
  assert.match(stdout, /^mode +"sandbox" +CANDLEWRIGHT_MODE$/m);
  assert.match(stdout, /^strategy\.parameters\.short_window +12 +strategy_config\.json:1$/m);
  assert.match(stdout, /^risk\.max_daily_loss +0\.01 +CANDLEWRIGHT_RISK__MAX_DAILY_LOSS$/m);
  assert.match(stdout, /^risk\.max_drawdown +0\.2 +default$/m);
});

test("config explain: meaning, range, default, variable, and the value as it holds now", async () => {
  const { stdout } = await run(["explain", "stop_loss_pct", "--json"]);
  const [entry] = JSON.parse(stdout);
  assert.equal(entry.path, "parameters.stop_loss_pct");
  assert.equal(entry.range, "above 0, below 1");
  assert.equal(entry.variable, "CANDLEWRIGHT_STRATEGY__PARAMETERS__STOP_LOSS_PCT");
  assert.equal(entry.now[0].value, 0.03);
  assert.match((await run(["explain", "short_window"])).stdout, /parameter of ema_crossover[\s\S]*default: +12/);
  assert.match((await run(["explain", "stop_loss"])).stderr, /Did you mean stop_loss_pct\?/);
});

test("config explain works where the settings are not valid, and lists every setting", async () => {
  const { code, stdout } = await run(["explain", "max_drawdown"], {});
  assert.equal(code, EXIT.success);
  assert.match(stdout, /now: +the settings are not valid/);
  const all = JSON.parse((await run(["explain", "--json"])).stdout) as { about: string; path: string }[];
  assert.ok(all.length > 35);
  for (const { about, path } of all) assert.ok(about.length > 5, path);
});
