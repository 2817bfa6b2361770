/** The supervisor as a person starts it: real processes, a sealed account, the exchange in a box, kill -9. */
import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { SignerClient } from "../../src/secrets/signer/client.ts";
import { CommandFolder } from "../support/command-runs.ts";
import { countInMemory, spellings } from "../support/memory-scan.ts";
import { sampleOrder } from "../support/signer-world.ts";
import { addSettings, isRunning, PATIENT_BOT, shownOf, Supervised, until, untilGone } from "../support/supervised.ts";
import { atTerminal, noTerminal } from "../support/terminal.ts";

// Put together here, so that it does not stand in this file's own text as it stands in the vault.
const secret = ["canary", "supervised", "51f0", "77ab", "c0ffee"].join("-");
const folder = new CommandFolder();
const socketPath = join(folder.path, "run", "binance-main.sock");
let simulator: Simulator;
let keyId: string;
let supervised: Supervised | undefined;

before(async () => {
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000" });
  const key = createSecretKey(Buffer.from(secret));
  keyId = simulator.addKey({ permissions: { ...TRADE_ONLY }, accountId: "main", key }).id;
  addSettings(folder);
  const vault = async (words: readonly string[], answers: readonly string[] = []) => {
    const done = await folder.run(["vault", ...words], answers);
    assert.equal(done.code, 0, done.stderr);
  };
  await vault(["init", "--provider", "key-file", "--key-file", join(folder.path, "master.key"), "--no-node-copy"]);
  await vault(["set", "binance-main", "--environment", "simulator", ...simulated()], [keyId, secret]);
  const limits = ["--symbols", "BTC/USDT", "--max-order", "250", "--max-day", "1000"];
  await vault(["policy", "binance-main", ...limits]);
});

afterEach(async () => {
  if (supervised?.child.exitCode === null) await supervised.end();
  supervised = undefined;
});

after(async () => {
  await simulator.close();
  folder.remove();
});

const simulated = () => ["--simulator-port", String(simulator.port)];
const withBot = (journal: string, ...options: string[]) => [
  "binance-main",
  ...simulated(),
  ...options,
  "--",
  ...PATIENT_BOT,
  "--journal",
  join(folder.path, journal),
];

function supervise(words: readonly string[], environment: Record<string, string> = {}): Supervised {
  supervised = new Supervised(folder, words, environment);
  return supervised;
}

const isShown = (shown: Buffer) => [...spellings(Buffer.from(secret)).values()].some((text) => shown.includes(text));

test("threats 09 outage: a bot that is killed comes back beside the same signer, and a signer that is killed beside the same bot; Ctrl-C ends both", async () => {
  const running = supervise(withBot("killed.db"));
  const signer = await running.pidOf("signer");
  const bot = await running.pidOf("bot");
  const client = await SignerClient.connect(socketPath);
  assert.equal((await client.request({ kind: "placeOrder", order: sampleOrder() })).status, 200);

  process.kill(bot, "SIGKILL");
  const nextBot = await running.pidOf("bot", 2);
  assert.notEqual(nextBot, bot);
  assert.ok(isRunning(signer));
  assert.equal((await client.request({ kind: "balances" })).status, 200);

  process.kill(signer, "SIGKILL");
  const nextSigner = await running.pidOf("signer", 2);
  assert.notEqual(nextSigner, signer);
  assert.ok(isRunning(nextBot));
  const again = await SignerClient.connect(socketPath);
  assert.equal((await again.request({ kind: "placeOrder", order: sampleOrder() })).status, 200);
  again.close();

  assert.equal(await running.end("SIGINT"), 130);
  assert.doesNotMatch(running.stderr, /bot: process \d+[\s\S]*bot: process \d+[\s\S]*bot: process/);
  for (const pid of [nextBot, nextSigner]) await untilGone(pid);
  assert.ok(!existsSync(socketPath));
});

test("threats 16 attacks on the process: supervisor and bot hold no secret in arguments, environment or memory, and the bot gets no key of the shell; control: the shell's are in the supervisor's", {
  skip: process.platform === "linux" ? false : "needs /proc of Linux",
}, async () => {
  const shell = { AWS_SECRET_ACCESS_KEY: "CANARY-of-the-shell", CANDLEWRIGHT_RISK__MAX_DRAWDOWN: "0.1" };
  const running = supervise(withBot("shown.db"), shell);
  const signer = await running.pidOf("signer");
  const bot = await running.pidOf("bot");
  // The bot's own work has begun: it holds whatever it will hold.
  await until(() => existsSync(join(folder.path, "shown.db")));
  for (const pid of [running.pid, bot]) {
    assert.ok(!isShown(shownOf(pid)));
    assert.deepEqual(countInMemory(pid, spellings(Buffer.from(secret))), {});
  }
  assert.ok(!isShown(shownOf(signer)));
  assert.ok(shownOf(running.pid).includes("CANARY-of-the-shell"));
  const environment = shownOf(bot).toString();
  assert.doesNotMatch(environment, /CANARY|AWS_/);
  assert.ok(environment.includes(`CANDLEWRIGHT_SIGNER_SOCKET=${socketPath}`));
  assert.match(environment, /CANDLEWRIGHT_RISK__MAX_DRAWDOWN=0\.1/);
});

test("a supervisor that is killed takes both with it: nobody trades unwatched", async () => {
  const running = supervise(withBot("orphan.db"));
  const pids = [await running.pidOf("signer"), await running.pidOf("bot")];
  // Where it listens to its end: after its start.
  await until(() => existsSync(join(folder.path, "orphan.db")));
  assert.equal(await running.end("SIGKILL"), null);
  for (const pid of pids) await untilGone(pid);
});

test("an end of its own decision is passed on and not tried again; the signer ends after it", async () => {
  const refusing = ["binance-main", ...simulated(), "--", "run", "--mode", "live"];
  const running = supervise(refusing);
  assert.equal(await running.ended, 2);
  assert.match(running.stderr, /USAGE_BAD_VALUE/);
  assert.equal(running.stderr.match(/bot: process/g)?.length, 1);
  await untilGone(await running.pidOf("signer").catch(() => Number(/signer: process (\d+)/.exec(running.stderr)?.[1])));
  assert.ok(!existsSync(socketPath));
});

test("without a bot it keeps the signer and says where it listens; a second one beside it is refused, and a terminal's signals leave it to the supervisor", async () => {
  const running = supervise(["binance-main", ...simulated()]);
  const signer = await running.pidOf("signer");
  const client = await SignerClient.connect(socketPath);
  for (const signal of ["SIGINT", "SIGHUP"]) process.kill(signer, signal);
  // Longer than its end would take.
  await new Promise((done) => setTimeout(done, 300));
  assert.equal((await client.request({ kind: "balances" })).status, 200);
  client.close();
  await until(() => running.stdout !== "");
  assert.equal(running.stdout.trim(), socketPath);
  const second = await folder.run(["supervise", "binance-main", ...simulated()]);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /SIGNER_SOCKET_IN_USE/);
  assert.equal(await running.end("SIGTERM"), 143);
});

test("threats 10 withdraw-capable key: one that becomes so is not started again; the bot is ended, and the reason said", async () => {
  const running = supervise(withBot("refused.db"));
  const signer = await running.pidOf("signer");
  const bot = await running.pidOf("bot");
  const permissions = simulator.keys.get(keyId)?.permissions;
  assert.ok(permissions);
  try {
    permissions.withdrawals = true;
    process.kill(signer, "SIGKILL");
    assert.equal(await running.ended, 1);
  } finally {
    permissions.withdrawals = false;
  }
  assert.match(running.stderr, /SIGNER_KEY_CAN_MOVE_MONEY[\s\S]*fix:/);
  await untilGone(bot);
});

test("threats 20 environment: --sandbox trades with the keys of .env, which neither supervisor nor bot holds, and refuses live", {
  skip: process.platform === "linux" ? false : "needs /proc of Linux",
}, async () => {
  writeFileSync(join(folder.path, ".env"), `BINANCE_API_KEY=${keyId}\nBINANCE_API_SECRET="${secret}"\n`, {
    mode: 0o600,
  });
  const play = ["play", "--sandbox", ...simulated(), "--", ...PATIENT_BOT, "--journal", join(folder.path, "play.db")];
  const running = supervise(play);
  await running.pidOf("signer");
  const bot = await running.pidOf("bot");
  await until(() => existsSync(join(folder.path, "play.db")));
  const client = await SignerClient.connect(join(folder.path, "run", "play.sock"));
  assert.equal((await client.request({ kind: "placeOrder", order: sampleOrder() })).status, 200);
  client.close();
  for (const pid of [running.pid, bot]) {
    assert.ok(!isShown(shownOf(pid)));
    assert.deepEqual(countInMemory(pid, spellings(Buffer.from(secret))), {});
  }
  assert.equal(await running.end(), 130);

  const refusedWith = async (words: readonly string[], code: RegExp, environment: Record<string, string> = {}) => {
    const refused = await folder.run(["supervise", ...words], [], environment);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, code);
    assert.doesNotMatch(refused.stderr, /signer: process/);
  };
  const live = ["vault", "set", "binance-live", "--offline"];
  assert.equal((await folder.run(live, [keyId, secret])).code, 0);
  await refusedWith(["binance-live", "--sandbox"], /SUPERVISE_NOT_LIVE/);
  await refusedWith(["play", "--sandbox", "--", "run", "--mode", "live"], /SUPERVISE_NOT_LIVE/);
  await refusedWith(["play", "--sandbox"], /SUPERVISE_NOT_LIVE/, {
    CANDLEWRIGHT_MODE: "live",
    CANDLEWRIGHT_EXCHANGE__TEST_MODE: "false",
  });
  await refusedWith(["binance-live"], /VAULT_SECRET_IN_ENVIRONMENT/, { BINANCE_API_SECRET: "x" });
});

test("a passphrase is asked for at the terminal, hidden; the terminal's Ctrl-C reaches all, and ends the bot before the signer", {
  skip: noTerminal,
}, async () => {
  const typed = new CommandFolder();
  try {
    addSettings(typed);
    const passphrase = "CANARY one two three";
    const made = await typed.run(["vault", "init", "--no-node-copy"], [passphrase, passphrase]);
    assert.equal(made.code, 0, made.stderr);
    const set = ["vault", "set", "binance-main", "--environment", "simulator", ...simulated()];
    const sealed = await typed.run(set, [keyId, secret, passphrase]);
    assert.equal(sealed.code, 0, sealed.stderr);
    const program = resolve(import.meta.dirname, "..", "..", "src", "main.ts");
    const words = ["supervise", ...withBot("typed.db")].join(" ");
    const { code, shown } = await atTerminal(typed, `'${process.execPath}' '${program}' ${words}`, [
      ["Passphrase", `${passphrase}\r`],
      ["bot: process", "\u0003"],
    ]);
    assert.equal(code, 130, shown);
    assert.doesNotMatch(shown, /CANARY|started again|warning/);
    for (const [, pid] of shown.matchAll(/process (\d+)/g)) await untilGone(Number(pid));
    assert.ok(!existsSync(join(typed.path, "run", "binance-main.sock")));
  } finally {
    typed.remove();
  }
});
