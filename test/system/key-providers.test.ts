import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { floorCost } from "../../src/secrets/envelope/passphrase.ts";
import { generateRecoveryKey } from "../../src/secrets/envelope/recovery-key.ts";
import { awsKmsProvider } from "../../src/secrets/providers/aws-kms.ts";
import { createProvider } from "../../src/secrets/providers/index.ts";
import { createKeychainKey, osKeychainProvider, type KeychainEntry } from "../../src/secrets/providers/os-keychain.ts";
import { loadLibrary } from "../../src/secrets/providers/provider.ts";
import { vaultTransitProvider } from "../../src/secrets/providers/vault-transit.ts";
import { AwsKms, awsCredentials } from "../support/kms/aws-kms.ts";
import { VaultTransit } from "../support/kms/vault-transit.ts";
import { hasCode, testProviderContract } from "../support/provider-contract.ts";
import { sampleIdentity } from "../support/sealed-account.ts";

const folder = mkdtempSync(join(tmpdir(), "candlewright-providers-"));
const keyFile = join(folder, "master.key");
const aws = new AwsKms();
const vault = new VaultTransit();
const quickMs = 300;

before(async () => {
  writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  await Promise.all([aws.listen(), vault.listen()]);
  process.env["AWS_ACCESS_KEY_ID"] = awsCredentials.id;
  process.env["AWS_SECRET_ACCESS_KEY"] = awsCredentials.secret;
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([aws.close(), vault.close()]);
});

const ask = async (): Promise<Buffer> => Buffer.from("correct horse battery");
const primary = { role: "primary" } as const;

testProviderContract("passphrase", async () => {
  const settings = { ...primary, provider: "passphrase", keyId: "main", options: {} } as const;
  return {
    name: "passphrase",
    keyId: "main",
    make: () => createProvider(settings, { ask, environment: {}, passphraseCost: floorCost }),
  };
});

testProviderContract("key-file", async () => {
  const settings = {
    ...primary,
    provider: "key-file",
    keyId: "main",
    options: { path: "$CREDENTIALS_DIRECTORY/master.key" },
  } as const;
  return {
    name: "key-file",
    keyId: "main",
    make: () => createProvider(settings, { ask, environment: { CREDENTIALS_DIRECTORY: folder } }),
  };
});

const recovery = generateRecoveryKey();
testProviderContract("recovery-key", async () => {
  const options = { public_key: recovery.publicKey.toString("base64") };
  const settings = { role: "recovery", provider: "recovery-key", keyId: "recovery-1", options } as const;
  return {
    name: "recovery-key",
    keyId: "recovery-1",
    make: () => createProvider(settings, { ask: async () => Buffer.from(recovery.paper), environment: {} }),
  };
});

/** A keychain that lies in memory: no desktop is here. The real one is checked at the user's, see docs/security.md. */
const entries = new Map<string, Uint8Array>();
const openEntry = async (keyId: string): Promise<KeychainEntry> => ({
  getSecret: () => entries.get(keyId)?.slice() ?? null,
  setSecret: (secret) => void entries.set(keyId, secret.slice()),
});
testProviderContract("os-keychain", async () => {
  if (!entries.has("main")) await createKeychainKey("main", openEntry);
  const settings = { ...primary, provider: "os-keychain", keyId: "main", options: {} } as const;
  return { name: "os-keychain", keyId: "main", make: () => osKeychainProvider(settings, openEntry) };
});

const awsSettings = () =>
  ({ ...primary, provider: "aws-kms", keyId: aws.keyArn, options: { endpoint: aws.address } }) as const;
testProviderContract("aws-kms", async () => ({
  name: "aws-kms",
  keyId: aws.keyArn,
  make: () => awsKmsProvider(awsSettings()),
}));

const vaultSettings = () =>
  ({ ...primary, provider: "vault-transit", keyId: vault.keyId, options: { address: vault.address } }) as const;
const vaultEnvironment = () => ({ VAULT_TOKEN: vault.token });
testProviderContract("vault-transit", async () => ({
  name: "vault-transit",
  keyId: vault.keyId,
  make: async () => vaultTransitProvider(vaultSettings(), vaultEnvironment()),
}));

test("key file: exposed, short, long and missing files are refused; a link, as mounts have it, is followed", async () => {
  const at = async (path: string): Promise<unknown> =>
    (
      await createProvider(
        { ...primary, provider: "key-file", keyId: "main", options: { path } },
        { ask, environment: {} },
      )
    ).status();
  const link = join(folder, "link.key");
  symlinkSync(keyFile, link);
  assert.match(((await at(link)) as { detail: string }).detail, /link.key/, "a mounted secret is a link");
  for (const mode of [0o644, 0o604, 0o620, 0o602]) {
    chmodSync(keyFile, mode);
    await assert.rejects(at(keyFile), { code: "SEALED_EXPOSED_FILE" }, mode.toString(8));
    await assert.rejects(at(link), { code: "SEALED_EXPOSED_FILE" }, mode.toString(8));
  }
  chmodSync(keyFile, 0o600);
  for (const length of [0, 31, 33]) {
    const path = join(folder, `${length}.key`);
    writeFileSync(path, Buffer.alloc(length), { mode: 0o600 });
    await assert.rejects(at(path), { code: "SEALED_BAD_KEY_FILE" });
  }
  await assert.rejects(at(join(folder, "none.key")), { code: "SEALED_BAD_KEY_FILE" });
  await assert.rejects(at("$CREDENTIALS_DIRECTORY/x"), { code: "SEALED_BAD_KEY_FILE" });
});

test("os-keychain: an existing key is never replaced, and a machine without a keychain says so", async () => {
  await assert.rejects(createKeychainKey("main", openEntry), { code: "VAULT_SETTINGS_EXIST" });
  const broken = async (): Promise<KeychainEntry> => ({
    getSecret: () => {
      throw new Error("no secret service");
    },
    setSecret: () => undefined,
  });
  const settings = { ...primary, provider: "os-keychain", keyId: "main", options: {} } as const;
  await assert.rejects((await osKeychainProvider(settings, broken)).status(), { code: "VAULT_NO_KEYCHAIN" });
});

test("a vendor's library that is not installed: the error names the command that installs it", async () => {
  const missing = "@candlewright/not-there";
  const load = loadLibrary(missing, () => import(missing) as Promise<unknown>);
  await assert.rejects(load, { code: "VAULT_LIBRARY_MISSING", fix: `Run \`npm install ${missing}\`.` });
});

test("threats 04 forged file: AWS KMS that answers for another key is not believed; an alias is not accepted as a pin", async () => {
  const provider = await awsKmsProvider(awsSettings());
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  aws.answersFor = aws.keyArn.replace("1234abcd", "9999abcd");
  await assert.rejects(provider.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  await assert.rejects(provider.wrap(randomBytes(32), sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_LIED" });
  aws.answersFor = aws.keyArn;
  assert.equal((await provider.unwrap(wrap, sampleIdentity)).length, 32);
  await assert.rejects(awsKmsProvider({ ...awsSettings(), keyId: "alias/trading" }), { code: "VAULT_BAD_SETTINGS" });
  const inClear = { ...awsSettings(), options: { endpoint: "http://kms.example" } };
  await assert.rejects(awsKmsProvider(inClear), { code: "VAULT_BAD_SETTINGS", message: /https/ });
});

test("threats 09 key service outage: AWS KMS disabled, deleted, throttled, failing, slow, cut off, dropped, unsigned", async () => {
  const provider = await awsKmsProvider(awsSettings());
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  const unwrap = (): Promise<Buffer> => provider.unwrap(wrap, sampleIdentity);
  for (const state of ["Disabled", "PendingDeletion"] as const) {
    aws.state = state;
    await assert.rejects(unwrap(), { code: "VAULT_PROVIDER_REFUSED" });
    await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_REFUSED" });
  }
  aws.state = "Enabled";
  aws.throttled = 2;
  assert.equal((await unwrap()).length, 32, "two refusals are waited out");
  aws.throttled = 9;
  await assert.rejects(unwrap(), { code: "VAULT_PROVIDER_UNREACHABLE" });
  aws.throttled = 0;
  const quick = await awsKmsProvider(awsSettings(), quickMs);
  for (const fault of ["unavailable", "slow", "truncated", "dropped"] as const) {
    aws.fault = fault;
    await assert.rejects(quick.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_UNREACHABLE" }, fault);
  }
  aws.fault = "none";
  process.env["AWS_SECRET_ACCESS_KEY"] = "another secret";
  const unsigned = await awsKmsProvider(awsSettings());
  await assert.rejects(unsigned.unwrap(wrap, sampleIdentity), {
    code: "VAULT_PROVIDER_REFUSED",
    message: /InvalidSignature/,
  });
  process.env["AWS_SECRET_ACCESS_KEY"] = awsCredentials.secret;
  assert.equal((await unwrap()).length, 32);
});

test("threats 09 key service outage: Vault sealed, token run out, version retired, slow, cut off, redirected, plain HTTP elsewhere", async () => {
  const provider = vaultTransitProvider(vaultSettings(), vaultEnvironment());
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  const unwrap = (): Promise<Buffer> => provider.unwrap(wrap, sampleIdentity);
  vault.isSealed = true;
  await assert.rejects(unwrap(), { code: "VAULT_PROVIDER_UNREACHABLE", message: /sealed/ });
  vault.isSealed = false;
  vault.tokenEndsMs = Date.now() - 1;
  await assert.rejects(unwrap(), { code: "VAULT_PROVIDER_REFUSED", message: /permission denied/ });
  vault.tokenEndsMs = Infinity;
  const quick = vaultTransitProvider(vaultSettings(), vaultEnvironment(), quickMs);
  for (const fault of ["unavailable", "slow", "truncated", "dropped", "redirect"] as const) {
    vault.fault = fault;
    await assert.rejects(quick.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_UNREACHABLE" }, fault);
  }
  vault.fault = "none";
  vault.isDerived = false;
  await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_REFUSED", message: /not derived/ });
  vault.isDerived = true;
  const elsewhere = { ...vaultSettings(), options: { address: "http://vault.example:8200" } };
  await assert.rejects(vaultTransitProvider(elsewhere, vaultEnvironment()).status(), { code: "VAULT_BAD_SETTINGS" });
  await assert.rejects(vaultTransitProvider(vaultSettings(), { HOME: folder }).status(), hasCode);
  assert.equal((await unwrap()).length, 32);
});

test("vault-transit: after a rotation the wrap is stale and still opens; after a rewrap the old version can be retired", async () => {
  const provider = vaultTransitProvider(vaultSettings(), vaultEnvironment());
  const old = await provider.wrap(randomBytes(32), sampleIdentity);
  vault.rotate();
  assert.ok("keyVersion" in old);
  assert.notEqual((await provider.status()).keyVersion, old.keyVersion);
  const dataKey = await provider.unwrap(old, sampleIdentity);
  const renewed = await provider.wrap(dataKey, sampleIdentity);
  vault.minDecryptionVersion = 2;
  await assert.rejects(provider.unwrap(old, sampleIdentity), { code: "VAULT_PROVIDER_REFUSED", message: /too old/ });
  assert.deepEqual(await provider.unwrap(renewed, sampleIdentity), dataKey);
  vault.minDecryptionVersion = 1;
});
