import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { expectedIdentity, readSecretsSettings, writeSecretsSettings, type SecretsSettings } from "./settings.ts";

test("secrets settings: what is written is read; a relative vault folder stands beside the settings' folder", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-settings-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "config");
  assert.throws(() => readSecretsSettings(config), { code: "VAULT_NO_SETTINGS" });
  mkdirSync(config);
  const settings: SecretsSettings = {
    file: join(config, "secrets_config.json"),
    folder: "vault",
    vaultFolder: join(folder, "vault"),
    vault: "ab".repeat(16),
    masterKeys: [
      {
        provider: "vault-transit",
        keyId: "transit/candlewright",
        role: "primary",
        options: { address: "https://vault:8200" },
      },
      { provider: "recovery-key", keyId: "recovery-1", role: "recovery", options: { public_key: "AAAA" } },
    ],
    accounts: { "binance-main": { exchange: "binance", environment: "live", purpose: "trade" } },
  };
  await writeSecretsSettings(settings);
  assert.deepEqual({ ...readSecretsSettings(config) }, settings);
  assert.equal(expectedIdentity(settings, "binance-main").environment, "live");
  for (const name of ["other", "__proto__", "constructor"]) {
    assert.throws(() => expectedIdentity(settings, name), { code: "VAULT_UNKNOWN_ACCOUNT" });
  }
  assert.throws(() => expectedIdentity(settings, "other"), /"other"/);
  assert.throws(
    () => expectedIdentity(settings, "CANARYsecret"),
    ({ message }: Error) => !message.includes("CANARY"),
    "what can't be a name may be a secret in the wrong place",
  );
});

test("threats 04 forged file: settings that others can change pin nothing and are refused; control: those of one's own are read", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-settings-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "secrets_config.json");
  const masterKeys = [{ provider: "passphrase", keyId: "main", role: "primary", options: {} }] as const;
  await writeSecretsSettings({ file, folder: "vault", vault: "ab".repeat(16), masterKeys, accounts: {} });
  for (const mode of [0o600, 0o644]) {
    chmodSync(file, mode);
    assert.equal(readSecretsSettings(folder).masterKeys.length, 1);
  }
  if (process.geteuid === undefined) return;
  for (const mode of [0o620, 0o602, 0o666]) {
    chmodSync(file, mode);
    assert.throws(() => readSecretsSettings(folder), { code: "VAULT_BAD_SETTINGS", message: /can change it/ });
  }
});

test("secrets settings: unknown, missing and doubled fields, foreign providers and a vault without a primary key are refused by name", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-settings-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const key = { provider: "passphrase", key_id: "main", role: "primary" };
  const right = { vault: "ab".repeat(16), vault_folder: "vault", master_keys: [key], accounts: {} };
  const read = (text: string): unknown => {
    writeFileSync(join(folder, "secrets_config.json"), text);
    return readSecretsSettings(folder);
  };
  read(JSON.stringify(right));
  const wrong: [unknown, RegExp][] = [
    [{ ...right, note: "x" }, /"note"/],
    [{ ...right, vault: undefined }, /vault/],
    [{ ...right, master_keys: [{ ...key, provider: "my-kms" }] }, /master_keys\[0\]\.provider/],
    [{ ...right, master_keys: [{ ...key, address: "x" }] }, /master_keys\[0\]\.address/],
    [{ ...right, master_keys: [{ ...key, role: "recovery" }] }, /one must be primary/],
    [
      { ...right, accounts: { "../x": { exchange: "binance", environment: "live", purpose: "trade" } } },
      /is not a name/,
    ],
    [
      { ...right, accounts: { a: { exchange: "mtgox", environment: "live", purpose: "trade" } } },
      /accounts\.a\.exchange/,
    ],
  ];
  for (const [document, message] of wrong) {
    assert.throws(() => read(JSON.stringify(document)), { code: "VAULT_BAD_SETTINGS", message });
  }
  const doubled = JSON.stringify(right).replace("{", `{"vault":"${"cd".repeat(16)}",`);
  assert.throws(() => read(doubled), { code: "VAULT_BAD_SETTINGS" });
});
