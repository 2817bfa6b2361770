/** A dry run is the backtest, bit for bit, whatever kills it: real processes, kill -9 at random moments. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { randomNumbers } from "../support/random-candles.ts";

const bin = fileURLToPath(new URL("../../bin/candlewright.mjs", import.meta.url));
const config = fileURLToPath(new URL("../../config", import.meta.url));
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "candlewright-dry-run-"));
  candlewright("data", "generate", "BTC/USDT", "--count", "12000", "--gap-chance", "0.002");
});
after(() => rmSync(folder, { recursive: true, force: true }));

function commandLine(words: readonly string[]): string[] {
  return [bin, "--config", config, ...words];
}

function candlewright(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(words), { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** The fingerprint of the recorded backtest. */
function backtestHash(): string {
  candlewright("backtest", "--candles", "synthetic", "--quiet");
  return (JSON.parse(candlewright("runs", "verify", "--json")) as { hash: string }).hash;
}

const replay = (journal: string, speed: string) => [
  "run",
  "--feed",
  "replay",
  "--candles",
  "synthetic",
  "--speed",
  speed,
  "--journal",
  journal,
  "--json",
  "--quiet",
];

test("replayed as fast as it goes, it gives the backtest's own result", () => {
  const run = JSON.parse(candlewright(...replay("plain.db", "max"))) as { resultHash: string; instants: number };
  assert.ok(run.instants > 11_000);
  assert.equal(run.resultHash, backtestHash());
});

test("killed with -9 at random moments and started again, it goes on to the same result", async () => {
  const random = randomNumbers(5);
  // 15-minute candles at this speed: some thousands a second.
  const words = replay("killed.db", "3000000");
  let kills = 0;
  for (; kills < 6; kills++) {
    const child = spawn(process.execPath, commandLine(words), { cwd: folder, stdio: "ignore" });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.on("exit", (_code, signal) => resolve(signal));
    });
    await new Promise((resolve) => setTimeout(resolve, 400 + random() * 900));
    child.kill("SIGKILL");
    if ((await ended) !== "SIGKILL") break;
  }
  assert.ok(kills >= 2, `it was killed ${kills} times before it had ended`);
  const run = JSON.parse(candlewright(...replay("killed.db", "max"))) as { resultHash: string };
  assert.equal(run.resultHash, backtestHash());
});

test("stopped with SIGINT it says how it stands, and goes on later", async () => {
  const child = spawn(process.execPath, commandLine(replay("stopped.db", "3000000")), {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => {
    text += part.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  await ended;
  const stopped = JSON.parse(text) as { instants: number };
  assert.ok(stopped.instants > 0 && stopped.instants < 11_900, `stopped after ${stopped.instants} instants`);
  const run = JSON.parse(candlewright(...replay("stopped.db", "max"))) as { resultHash: string };
  assert.equal(run.resultHash, backtestHash());
});

test("with other settings it refuses to go on, and says what to do", () => {
  candlewright(...replay("other.db", "max"), "--to", "2024-02-01");
  const { status, stdout } = spawnSync(
    process.execPath,
    commandLine([...replay("other.db", "max"), "--to", "2024-02-02"]),
    { cwd: folder, encoding: "utf8" },
  );
  assert.equal(status, 1);
  assert.match(stdout, /JOURNAL_OTHER_SETTINGS/);
  candlewright(...replay("other.db", "max"), "--to", "2024-02-02", "--new");
});

test("a second run on the same journal is refused while the first goes on; why may look into it", async () => {
  const first = spawn(process.execPath, commandLine(replay("shared.db", "60")), { cwd: folder, stdio: "ignore" });
  const ended = new Promise((resolve) => first.on("exit", resolve));
  try {
    const second = () =>
      spawnSync(process.execPath, commandLine(replay("shared.db", "60")), { cwd: folder, encoding: "utf8" });
    // The first run's first candle is in the journal once `why` finds it.
    const why = () =>
      spawnSync(process.execPath, commandLine(["why", "BTC/USDT", "--journal", "shared.db", "--json"]), {
        cwd: folder,
        encoding: "utf8",
      });
    let asked = why();
    for (let tries = 0; asked.status !== 0 && tries < 20; tries++) asked = why();
    assert.equal(asked.status, 0, asked.stdout + asked.stderr);
    assert.match(second().stdout, /JOURNAL_IN_USE/);
  } finally {
    first.kill("SIGKILL");
    await ended;
  }
  // What held the journal is gone with the process, however that ended.
  candlewright(...replay("shared.db", "max"));
});
