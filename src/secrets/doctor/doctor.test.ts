import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { sampleIdentity, writeGeneration } from "../../../test/support/sealed-account.ts";
import { VaultDirectory } from "../envelope/vault-directory.ts";
import type { SecretsSettings } from "../settings.ts";
import { checkEnvironment, checkFileModes, checkGit } from "./file-checks.ts";
import type { Finding } from "./finding.ts";
import { checkHooks, checkMemory } from "./process-checks.ts";
import type { DoctorSurroundings } from "./surroundings.ts";
import { checkVault } from "./vault-checks.ts";

const now = Date.parse("2026-11-24T10:00:00Z");

async function surroundingsFor(context: TestContext): Promise<DoctorSurroundings> {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-doctor-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const vaultFolder = join(folder, "vault");
  mkdirSync(vaultFolder, { mode: 0o700 });
  await writeGeneration(new VaultDirectory(vaultFolder), "one");
  const settings: SecretsSettings = {
    file: join(folder, "config", "secrets_config.json"),
    folder: "vault",
    vault: sampleIdentity.vault,
    vaultFolder,
    masterKeys: [
      { provider: "key-file", keyId: "main", role: "primary", options: { path: join(folder, "master.key") } },
    ],
    accounts: { "binance-main": { exchange: "binance", environment: "live", purpose: "trade" } },
  };
  return {
    settings,
    environment: {},
    workingFolder: folder,
    platform: "linux",
    userId: process.geteuid?.(),
    simulatorPort: 0,
  };
}

const bad = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => finding.severity !== "ok");

test("doctor: file modes: private files pass; readable, foreign or linked ones are problems with a command; --fix-modes narrows them", async (context) => {
  const surroundings = await surroundingsFor(context);
  const path = join(surroundings.settings.vaultFolder, "binance-main.json");
  assert.deepEqual(bad(checkFileModes(surroundings)), []);
  chmodSync(path, 0o644);
  const [found] = bad(checkFileModes(surroundings));
  assert.equal(found.severity, "problem");
  assert.match(found.what, /0644/);
  assert.match(found.fix, /chmod 0600/);
  checkFileModes(surroundings, true);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(bad(checkFileModes(surroundings)), []);
  assert.match(bad(checkFileModes({ ...surroundings, userId: 12_345 }))[0].what, /belongs to user/);
  symlinkSync(path, join(surroundings.settings.vaultFolder, "binance-link.json"));
  assert.match(bad(checkFileModes(surroundings))[0].what, /symbolic link/);
});

test("doctor: keys in .env or the environment are problems beside a live account, warnings beside none", async (context) => {
  const surroundings = await surroundingsFor(context);
  assert.deepEqual(bad(checkEnvironment(surroundings)), []);
  writeFileSync(join(surroundings.workingFolder, ".env"), "export BINANCE_API_SECRET=CANARY\nCANDLEWRIGHT_MODE=live\n");
  const environment = { BINANCE_API_KEY: "CANARY", AWS_SECRET_ACCESS_KEY: "for the provider", PATH: "/bin" };
  const findings = bad(checkEnvironment({ ...surroundings, environment }));
  assert.deepEqual(
    findings.map((finding) => finding.severity),
    ["problem", "problem"],
  );
  assert.match(findings[0].what, /BINANCE_API_KEY stands in the environment/);
  assert.match(findings[1].fix, /vault import-env/);
  assert.doesNotMatch(JSON.stringify(findings), /CANARY/);
  const settings = { ...surroundings.settings, accounts: {} };
  assert.equal(bad(checkEnvironment({ ...surroundings, settings }))[0].severity, "warning");
});

test("doctor: a vault, .env or key file that git tracks is a problem", async (context) => {
  const surroundings = await surroundingsFor(context);
  const git = (...words: string[]): void =>
    void execFileSync("git", words, { cwd: surroundings.workingFolder, stdio: "ignore" });
  git("init");
  assert.deepEqual(bad(checkGit(surroundings)), []);
  writeFileSync(join(surroundings.workingFolder, "master.key"), "x");
  git("add", "master.key", "vault");
  assert.deepEqual(
    bad(checkGit(surroundings)).map((finding) => finding.what),
    ["git tracks master.key.", "git tracks vault/binance-main.audit.jsonl.", "git tracks vault/binance-main.json."],
  );
});

test("doctor: the vault's own state: rollback, a changed log, a foreign file, stale wraps, an unchecked key", async (context) => {
  const surroundings = await surroundingsFor(context);
  const { settings } = surroundings;
  const vault = new VaultDirectory(settings.vaultFolder);
  const path = vault.envelopePath("binance-main");
  assert.deepEqual(
    bad(checkVault(settings, now)).map((finding) => finding.check),
    ["key rights"],
  );
  vault.record(
    "binance-main",
    "key-checked",
    { rights: "reading, spot", verdict: "safe", addressBound: false },
    Buffer.alloc(32, 5),
  );
  assert.deepEqual(
    bad(checkVault(settings, now)).map((finding) => finding.check),
    ["address restriction"],
  );
  vault.record("binance-main", "key-checked", { rights: "withdrawals", verdict: "canWithdraw" }, Buffer.alloc(32, 5));
  assert.match(bad(checkVault(settings, now))[0].what, /refused \(canWithdraw\)/);

  const recovery = { provider: "recovery-key", keyId: "recovery-1", role: "recovery", options: {} } as const;
  const stale = bad(checkVault({ ...settings, masterKeys: [recovery] }, now)).filter(
    (finding) => finding.check === "stale wraps",
  );
  assert.equal(stale.length, 2);

  const old = readFileSync(path);
  await writeGeneration(vault, "two");
  writeFileSync(path, old);
  assert.match(bad(checkVault(settings, now))[0].what, /older than the one that was last used/);
  const other = {
    ...settings,
    accounts: { "binance-main": { ...settings.accounts["binance-main"], environment: "testnet" as const } },
  };
  assert.match(bad(checkVault(other, now))[0].what, /environment is "live"/);
  writeFileSync(path, old.subarray(0, 100));
  assert.match(bad(checkVault(settings, now))[0].what, /not strict JSON/);
});

test("doctor: a copy of Node that is older than the Node in use, or does not run, is told", {
  skip: process.platform !== "linux",
}, async (context) => {
  const surroundings = await surroundingsFor(context);
  const folder = join(surroundings.settings.vaultFolder, "bin");
  mkdirSync(folder);
  const found = async (script: string): Promise<string> => {
    writeFileSync(join(folder, "node"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return bad(await checkMemory(surroundings))
      .map(({ what, fix }) => `${what} ${fix}`)
      .join();
  };
  assert.match(await found("echo v20.0.0; exec sleep 5"), /is v20\.0\.0.*install -D -m 0111/);
  assert.match(await found("exit 1"), /does not run/);
  assert.doesNotMatch(await found(`echo ${process.version}; exec sleep 5`), /copy of Node is|does not run/);
});

test("threats 27 audit tamper: the doctor names the entry that was edited", async (context) => {
  const { settings } = await surroundingsFor(context);
  const vault = new VaultDirectory(settings.vaultFolder);
  const path = vault.auditPath("binance-main");
  const lines = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, [lines[0].replace('"live"', '"test"'), ...lines.slice(1)].join("\n"));
  assert.match(bad(checkVault(settings, now))[0].what, /Entry 1: it doesn't follow/);
});

test("threats 21 debug hooks: a variable that loads code or logs keys is a problem", async (context) => {
  const surroundings = await surroundingsFor(context);
  assert.deepEqual(bad(checkHooks(surroundings)), []);
  const environment = { NODE_OPTIONS: "--require /tmp/x.js", LD_PRELOAD: "/tmp/x.so", SSLKEYLOGFILE: "" };
  assert.equal(bad(checkHooks({ ...surroundings, environment })).length, 2);
});
