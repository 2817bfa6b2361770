import assert from "node:assert/strict";
import { createPublicKey, createSecretKey, generateKeyPairSync } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { CommandFolder } from "../support/command-runs.ts";
import { VaultTransit } from "../support/kms/vault-transit.ts";
import { startVaultWorld } from "../support/vault-world.ts";

const secret = "CANARYsecretCANARYsecretCANARYsecret";
const world = await startVaultWorld(secret);
after(() => world.close());
const { folder, keyFile, simulator, apiKey } = world;

test("threats 03 swap: init refuses a transit key that is not derived, since it binds no account; control: the derived one is taken", async () => {
  const transit = new VaultTransit();
  const bare = new CommandFolder();
  await transit.listen();
  try {
    const words = ["vault", "init", "--provider", "vault-transit", "--key-id", transit.keyId, "--no-node-copy"];
    const init = () => bare.run([...words, "--address", transit.address], [], { VAULT_TOKEN: transit.token });
    transit.isDerived = false;
    const refused = await init();
    assert.match(refused.stderr, /VAULT_PROVIDER_REFUSED[\s\S]*derived=true/);
    transit.isDerived = true;
    const taken = await init();
    assert.equal(taken.code, 0, taken.stderr);
  } finally {
    bare.remove();
    await transit.close();
  }
});

const port = (): string[] => ["--simulator-port", String(simulator.port)];

test("vault init: settings without a secret, a private key file, a recovery key shown once", () => {
  const settings = readFileSync(join(folder.path, "config", "secrets_config.json"), "utf8");
  assert.match(settings, /"provider": "key-file"/);
  assert.match(settings, /"public_key"/);
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  assert.equal(statSync(keyFile).size, 32);
  assert.equal(statSync(join(folder.path, "vault")).mode & 0o777, 0o700);
});

test("vault set: checks the key's rights at the exchange, then seals it", async () => {
  const run = await folder.run(
    ["vault", "set", "binance-main", "--environment", "simulator", ...port()],
    [apiKey, secret],
  );
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /generation 1, key sha256\//);
  assert.equal(statSync(join(folder.path, "vault", "binance-main.json")).mode & 0o777, 0o600);
});

test("threats 10 withdraw-capable key: it is not saved; control: the same key without the right is", async () => {
  const key = createSecretKey(Buffer.from(secret));
  const greedy = simulator.addKey({ permissions: { ...TRADE_ONLY, withdrawals: true }, accountId: "main", key });
  const words = ["vault", "set", "binance-greedy", "--environment", "simulator", ...port()];
  const refused = await folder.run(words, [greedy.id, secret]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /withdraw/i);
  assert.ok(!readdirSync(join(folder.path, "vault")).includes("binance-greedy.json"));
  const accepted = await folder.run(words, [apiKey, secret]);
  assert.equal(accepted.code, 0, accepted.stderr);
});

test("vault keygen and attach: the secret never leaves, and the exchange accepts what it signs", async () => {
  const made = await folder.run(["vault", "keygen", "binance-ed", "--environment", "simulator"]);
  assert.equal(made.code, 0, made.stderr);
  const publicKey = createPublicKey(made.stdout);
  assert.equal(publicKey.asymmetricKeyType, "ed25519");
  const { id } = simulator.addKey({ permissions: { ...TRADE_ONLY }, accountId: "main", key: publicKey });
  const attached = await folder.run(["vault", "attach", "binance-ed", ...port()], [id]);
  assert.equal(attached.code, 0, attached.stderr);
  const again = await folder.run(["vault", "attach", "binance-ed", ...port()], [id]);
  assert.match(again.stderr, /VAULT_NOTHING_PENDING/);
});

test("vault set, Coinbase: a P-256 key as downloaded, in one line, is checked and sealed; one that may transfer is not", async () => {
  for (const [name, mayTransfer] of [
    ["coinbase-main", false],
    ["coinbase-greedy", true],
  ] as const) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const permissions = {
      ...TRADE_ONLY,
      withdrawals: mayTransfer,
      internalTransfer: mayTransfer,
      universalTransfer: mayTransfer,
    };
    const { id } = simulator.addKey({
      id: `organizations/${name}/apiKeys/1`,
      permissions,
      accountId: "main",
      key: publicKey,
    });
    const pem = String(privateKey.export({ format: "pem", type: "sec1" })).replaceAll("\n", "\\n");
    const run = await folder.run(["vault", "set", name, "--environment", "simulator", ...port()], [id, pem]);
    assert.equal(run.code, mayTransfer ? 1 : 0, run.stderr);
    if (mayTransfer) assert.match(run.stderr, /transfer/);
    else assert.match(run.stdout, /generation 1/);
  }
});

test("vault policy, verify, rewrap, list, audit: one account's life", async () => {
  const policy = [
    "vault",
    "policy",
    "binance-main",
    "--symbols",
    "btc/usdt",
    "--max-order",
    "250",
    "--max-day",
    "1000",
  ];
  assert.match((await folder.run(policy)).stdout, /BTC\/USDT/);
  assert.match((await folder.run(["vault", "policy", "binance-main", "--max-order", "-1"])).stderr, /error/);
  const mixed = await folder.run(["vault", "policy", "binance-main", "--symbols", "BTC/USDT,ETH/BTC"]);
  assert.match(mixed.stderr, /SEALED_BAD_POLICY|two quote currencies/);
  assert.match((await folder.run(["vault", "verify", "binance-main"])).stdout, /generation 2 is whole/);
  assert.match((await folder.run(["vault", "rewrap", "binance-main"])).stdout, /generation 3/);
  const listed = JSON.parse((await folder.run(["vault", "list", "--json"])).stdout) as {
    account: string;
    symbols: string[];
  }[];
  assert.deepEqual(listed.find((one) => one.account === "binance-main")?.symbols, ["BTC/USDT"]);
  const audit = await folder.run(["vault", "audit", "binance-main", "--json"]);
  const { head, entries } = JSON.parse(audit.stdout) as { head: string; entries: { event: string }[] };
  assert.deepEqual(
    entries.slice(0, 5).map((entry) => entry.event),
    ["created", "sealed", "key-checked", "opened", "sealed"],
  );
  assert.equal((await folder.run(["vault", "audit", "binance-main", "--expect", head])).code, 0);
  const wrong = head.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  assert.match(
    (await folder.run(["vault", "audit", "binance-main", "--expect", wrong])).stderr,
    /SEALED_AUDIT_TAMPERED/,
  );
});

test("threats 06 rollback: last week's file is refused by the command; with --accept-rollback and the typed name it is sealed anew", async () => {
  const path = join(folder.path, "vault", "binance-main.json");
  const old = readFileSync(path);
  assert.equal((await folder.run(["vault", "rewrap", "binance-main"])).code, 0);
  writeFileSync(path, old);
  const refused = await folder.run(["vault", "verify", "binance-main"]);
  assert.match(refused.stderr, /SEALED_ROLLED_BACK/);
  const unconfirmed = await folder.run(["vault", "verify", "binance-main", "--accept-rollback"], ["yes"]);
  assert.match(unconfirmed.stderr, /VAULT_NOT_CONFIRMED/);
  const accepted = await folder.run(["vault", "verify", "binance-main", "--accept-rollback"], ["binance-main"]);
  assert.equal(accepted.code, 0, accepted.stderr);
  assert.match((await folder.run(["vault", "verify", "binance-main"])).stdout, /is whole and opens/);
});

test("vault verify: an account that is broken does not keep the others from being checked", async () => {
  const path = join(folder.path, "vault", "binance-greedy.json");
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, 500));
  const run = await folder.run(["vault", "verify"]);
  assert.equal(run.code, 1);
  assert.match(run.stdout, /binance-main: generation \d+ is whole and opens/);
  assert.match(run.stdout, /binance-ed: generation/);
  assert.match(run.stderr, /SEALED_SYNTAX/);
  writeFileSync(path, whole);
});

test("vault set: an account stays what it was made as", async () => {
  const other = await folder.run(["vault", "set", "binance-main", "--environment", "live"], [apiKey, secret]);
  assert.match(other.stderr, /USAGE_BAD_VALUE[\s\S]*choose another name/);
});

test("vault rotate: the old key must be deleted, which is checked with the old key itself; the order policy stays", async () => {
  const newKey = createSecretKey(Buffer.from("a-new-secret-of-some-length"));
  const { id } = simulator.addKey({ permissions: { ...TRADE_ONLY }, accountId: "main", key: newKey });
  const words = ["vault", "rotate", "binance-main", ...port()];
  const alive = await folder.run(words, [id, "a-new-secret-of-some-length", ""]);
  assert.match(alive.stdout, /the old key is alive/);
  assert.match(alive.stderr, /then delete the old API key/);
  const temporary = simulator.addKey({
    permissions: { ...TRADE_ONLY },
    accountId: "main",
    key: createSecretKey(Buffer.from(secret)),
  });
  await folder.run(words, [temporary.id, secret, ""]);
  simulator.keys.delete(temporary.id);
  const dead = await folder.run(words, [apiKey, secret, ""]);
  assert.match(dead.stdout, /the old key is dead/, dead.stderr);
  assert.match((await folder.run(["vault", "policy", "binance-main"])).stdout, /BTC\/USDT/);
});

test("vault export: only after the account's name was typed", async () => {
  assert.match((await folder.run(["vault", "export", "binance-main"], ["no"])).stderr, /VAULT_NOT_CONFIRMED/);
  const shown = await folder.run(["vault", "export", "binance-main"], ["binance-main"]);
  assert.equal(shown.stdout, `${apiKey}\n${secret}\n`);
});

test("vault import-env: moves the keys of a .env file and says what to delete", async () => {
  writeFileSync(
    join(folder.path, ".env"),
    `OTHER=1\nexport BINANCE_API_KEY="${apiKey}"\nBINANCE_API_SECRET = ${secret}\n`,
    { mode: 0o600 },
  );
  const moved = await folder.run(["vault", "import-env", "binance-env", "--environment", "simulator", ...port()]);
  assert.equal(moved.code, 0, moved.stderr);
  assert.match(moved.stderr, /delete BINANCE_API_KEY and BINANCE_API_SECRET/);
  const shown = await folder.run(["vault", "export", "binance-env"], ["binance-env"]);
  assert.equal(shown.stdout, `${apiKey}\n${secret}\n`);
});

test("threats 20 argv: a secret given as an argument is refused as burnt and not repeated", async () => {
  for (const words of [
    ["vault", "set", "binance-main", secret],
    ["vault", "rotate", "binance-main", `--secret=${secret}`],
    ["vault", "attach", "binance-ed", "--api-key", secret],
  ]) {
    const run = await folder.run(words);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /VAULT_SECRET_ON_COMMAND_LINE[\s\S]*Delete that key at the exchange now/);
    assert.doesNotMatch(run.stderr + run.stdout, /CANARY/);
  }
  const pasted = await folder.run(["vault", "rotate", secret]);
  assert.match(pasted.stderr, /VAULT_UNKNOWN_ACCOUNT/);
  assert.doesNotMatch(pasted.stderr + pasted.stdout, /CANARY/);
  const misspelt = await folder.run(["vault", "set", "binance-main", "--ofline"]);
  assert.match(misspelt.stderr, /USAGE_UNKNOWN_OPTION/);
});

test("threats 19 log leak: no error of any vault command repeats what was typed, not even with --verbose", async () => {
  const bad = `${secret} with spaces, which no key has`;
  const runs: [string[], string[]][] = [
    [
      ["vault", "set", "binance-main", ...port()],
      [apiKey, bad],
    ],
    [
      ["vault", "set", "binance-main", ...port()],
      [bad, secret],
    ],
    [
      ["vault", "set", "coinbase-main", "--environment", "simulator", ...port()],
      [apiKey, secret],
    ],
    [
      ["vault", "set", "coinbase-main", "--environment", "simulator", ...port()],
      [apiKey, `-----BEGIN PRIVATE KEY-----${secret}`],
    ],
    [
      ["vault", "rotate", "binance-main", ...port()],
      ["an-unknown-api-key", secret],
    ],
    [["vault", "attach", "binance-ed", ...port()], [secret]],
    [["vault", "recover", "binance-main"], [secret]],
    [["vault", "export", "binance-main"], [secret]],
    [["vault", "set", "binance-main", ...port()], [secret]],
  ];
  for (const [words, answers] of runs) {
    const run = await folder.run([...words, "--verbose"], answers);
    assert.notEqual(run.code, 0, words.join(" "));
    assert.doesNotMatch(run.stdout + run.stderr, /CANARY/, words.join(" "));
  }
});

test("doctor: --json lists what is amiss, --strict fails on a warning, providers and clocks are asked", async () => {
  writeFileSync(join(folder.path, ".env"), "", { mode: 0o600 });
  const run = await folder.run(["doctor", "--json", ...port()]);
  const { findings } = JSON.parse(run.stdout) as { findings: { check: string; severity: string; what: string }[] };
  const of = (check: string): string[] => findings.filter((one) => one.check === check).map((one) => one.what);
  assert.match(of("key provider").join(), /key-file: the file/);
  assert.match(of("clock").join(), /binance simulator/);
  assert.ok(of("audit chain").length >= 3);
  assert.deepEqual(
    findings.filter((one) => one.severity === "problem"),
    [],
  );
  assert.equal(run.code, 0);
  assert.equal((await folder.run(["doctor", "--strict", "--offline"])).code, 1);
  chmodSync(keyFile, 0o644);
  const exposed = await folder.run(["doctor", ...port()]);
  assert.equal(exposed.code, 1);
  assert.match(exposed.stdout, /PROBLEM key provider: key-file main: Others on this machine can read/);
  chmodSync(keyFile, 0o600);
});

test("threats 01 leak: after all of this the secret is in no file of the folder, in no usual encoding", () => {
  writeFileSync(join(folder.path, ".env"), "");
  const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const forms = [
    Buffer.from(secret),
    Buffer.from(secret, "utf16le"),
    Buffer.from(Buffer.from(secret).toString("hex")),
    Buffer.from(Buffer.from(secret).toString("base64").slice(0, 44)),
  ];
  let searched = 0;
  for (const entry of files) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const form of forms) assert.equal(bytes.indexOf(form), -1, entry.name);
    searched++;
  }
  assert.ok(searched >= 8);
});
