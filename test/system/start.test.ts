/** `npm start` on a fresh checkout, without a network: set-up, synthetic candles, a backtest, both reports. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const root = join(import.meta.dirname, "../..");
const checkout = mkdtempSync(join(tmpdir(), "candlewright-start-"));
after(() => rmSync(checkout, { recursive: true, force: true }));

for (const name of [
  "bin",
  "config",
  "scripts",
  "src",
  "simulator",
  "schemas",
  "package.json",
  "package-lock.json",
  ".npmrc",
])
  cpSync(join(root, name), join(checkout, name), { recursive: true });
// The locked packages as they are installed here: npm ci has a test of its own in every fresh clone.
symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"), "junction");

function start() {
  const env = { PATH: process.env["PATH"], HOME: checkout, XDG_CACHE_HOME: join(checkout, "cache") };
  return spawnSync("npm", ["start", "--silent"], {
    cwd: checkout,
    env,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
}

test("npm start ends with a report that says what it is, and with what to try next", { timeout: 120_000 }, () => {
  const first = start();
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /synthetic: says nothing about a market/i);
  assert.match(first.stderr, /What to try next/);
  assert.doesNotMatch(first.stderr, /Warning/, "nothing of the machinery shows");
  const report = join(checkout, "reports/backtest.html");
  assert.ok(statSync(report).size > 10_000);
  assert.match(readFileSync(report, "utf8"), /^<!doctype html>/i);
  assert.ok(existsSync(join(checkout, "data/synthetic/BTC-USDT/15m")));

  const second = start();
  assert.equal(second.status, 0, second.stderr);
  assert.doesNotMatch(second.stdout, /50,000 candles, /, "the candles are there already");
});
