import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readSecretsSettings } from "./settings.ts";
import { secretsJsonSchema } from "./settings-schema.ts";

interface KeySchema {
  readonly properties: Readonly<Record<string, { readonly const?: string; readonly enum?: readonly string[] }>>;
  readonly required: readonly string[];
}

test("secrets settings: the reader takes what the schema requires and allows, and misses what it requires", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-schema-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const read = (keys: readonly Record<string, string>[]): unknown => {
    const passphrase = { provider: "passphrase", key_id: "main", role: "primary" };
    const document = {
      vault: "ab".repeat(16),
      vault_folder: "vault",
      master_keys: [passphrase, ...keys],
      accounts: {},
    };
    writeFileSync(join(folder, "secrets_config.json"), JSON.stringify(document), { mode: 0o600 });
    return readSecretsSettings(folder);
  };
  const { properties } = secretsJsonSchema() as unknown as {
    properties: { master_keys: { items: { oneOf: KeySchema[] } } };
  };
  const schemas = properties.master_keys.items.oneOf;
  assert.ok(schemas.length >= 8);
  for (const { properties: fields, required } of schemas) {
    const sample = (names: readonly string[]): Record<string, string> =>
      Object.fromEntries(names.map((name) => [name, fields[name].const ?? fields[name].enum?.[0] ?? "x"]));
    read([sample(required)]);
    read([sample(Object.keys(fields))]);
    for (const missing of required) {
      assert.throws(
        () => read([sample(required.filter((name) => name !== missing))]),
        { code: "VAULT_BAD_SETTINGS" },
        missing,
      );
    }
  }
});
