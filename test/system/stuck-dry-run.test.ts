/** A strategy that never returns: the dry run goes on without it, and does the same when it is recovered. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const root = join(import.meta.dirname, "../..");
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "candlewright-stuck-"));
  cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
  writeFileSync(
    join(folder, "stuck.ts"),
    `import { defineStrategy } from "candlewright";
export default defineStrategy({
  name: "stuck",
  about: "Never comes back on its hundredth candle.",
  parameters: {},
  state: { candles: 0 },
  onCandle(view, state) {
    state.candles++;
    while (state.candles >= 100) {}
    return state.candles % 10 === 1 ? { enterLong: true } : state.candles % 10 === 6 ? { exitLong: true } : undefined;
  },
});
`,
  );
  const shared = { symbols: ["BTC/USDT"], timeframe: "15m", capital_allocation: 0.1 };
  writeFileSync(
    join(folder, "config", "strategy_config.json"),
    JSON.stringify([
      { ...shared, strategy_name: "ema_crossover", parameters: {} },
      { ...shared, strategy_name: "./stuck.ts", parameters: {} },
    ]),
  );
  assert.equal(candlewright("data", "generate", "BTC/USDT", "--count", "2000").status, 0);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function candlewright(...words: readonly string[]) {
  return spawnSync(process.execPath, [join(root, "bin", "candlewright.mjs"), ...words], {
    cwd: folder,
    encoding: "utf8",
    timeout: 120_000,
  });
}

test("it is named, left out from its candle on, and the other strategy goes on to the end", () => {
  const words = ["run", "--candles", "synthetic", "--speed", "max", "--timeout", "2", "--json"];
  const first = candlewright(...words);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /stuck, in onCandle, on the candle that closes at 2024-01-02T01:00:00/);
  interface Outcome {
    instants: number;
    trades: number;
    resultHash: string;
    refusalCounts: { code: string; strategy: string }[];
  }
  const outcome = JSON.parse(first.stdout) as Outcome;
  assert.equal(outcome.instants, 2000);
  assert.ok(outcome.trades > 20);
  assert.ok(outcome.refusalCounts.some(({ code, strategy }) => code === "strategy_stopped" && strategy === "stuck"));
  // Recovered from the journal, it comes out the same, and nothing hangs again.
  const again = candlewright(...words);
  assert.equal(again.status, 0, again.stderr);
  assert.equal((JSON.parse(again.stdout) as Outcome).resultHash, outcome.resultHash);
});
