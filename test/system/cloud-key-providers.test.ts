import assert from "node:assert/strict";
import { constants, publicEncrypt, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { azureKeyVaultProvider, type AzureConnection } from "../../src/secrets/providers/azure-key-vault.ts";
import { gcpKmsProvider, type GcpClientOptions } from "../../src/secrets/providers/gcp-kms.ts";
import type { KeyProvider } from "../../src/secrets/providers/provider.ts";
import { AzureKeyVault, isStandardSignature } from "../support/kms/azure-key-vault.ts";
import { GcpKms } from "../support/kms/gcp-kms.ts";
import { testProviderContract } from "../support/provider-contract.ts";
import { sampleIdentity } from "../support/sealed-account.ts";

const gcp = new GcpKms();
const azure = new AzureKeyVault();
const quickMs = 400;

before(() => Promise.all([gcp.listen(), azure.listen()]));
after(() => Promise.all([gcp.close(), azure.close()]));

const gcpSettings = { provider: "gcp-kms", role: "primary", keyId: gcp.keyName, options: {} } as const;

/** Google's own client, with a token that is there already instead of one from Google. */
function gcpConnection(): GcpClientOptions {
  const headers = new Headers({ authorization: `Bearer ${gcp.token}` });
  const authClient = {
    universeDomain: "googleapis.com",
    getUniverseDomain: async () => "googleapis.com",
    getRequestHeaders: async () => headers,
    fetch: (url: string, options: RequestInit) =>
      fetch(url, {
        ...options,
        headers: { ...Object.fromEntries(new Headers(options.headers)), authorization: `Bearer ${gcp.token}` },
      }),
  };
  return { apiEndpoint: "127.0.0.1", port: gcp.port, protocol: "http", authClient } as unknown as GcpClientOptions;
}
const makeGcp = (timeoutMs = 10_000): Promise<KeyProvider> => gcpKmsProvider(gcpSettings, timeoutMs, gcpConnection());
testProviderContract("gcp-kms", async () => ({ name: "gcp-kms", keyId: gcp.keyName, make: makeGcp }));

const azureSettings = () =>
  ({ provider: "azure-key-vault", role: "primary", keyId: azure.keyId, options: {} }) as const;
const azureConnection = (): AzureConnection => ({
  credential: { getToken: async () => ({ token: azure.token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
  options: {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
    retryOptions: { maxRetries: 2, retryDelayInMs: 1 },
  },
});
const makeAzure = (timeoutMs = 10_000): Promise<KeyProvider> =>
  azureKeyVaultProvider(azureSettings(), timeoutMs, azureConnection());
testProviderContract("azure-key-vault", async () => ({ name: "azure-key-vault", keyId: azure.keyId, make: makeAzure }));

test("threats 04 forged file: Cloud KMS that answers for another key, or whose sums do not fit, is not believed", async () => {
  const provider = await makeGcp();
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  gcp.answersFor = gcp.keyName.replace("trading", "other");
  await assert.rejects(provider.wrap(randomBytes(32), sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_LIED" });
  gcp.answersFor = gcp.keyName;
  gcp.sums = "wrong";
  await assert.rejects(provider.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  await assert.rejects(provider.wrap(randomBytes(32), sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  gcp.sums = "unchecked";
  await assert.rejects(provider.wrap(randomBytes(32), sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  gcp.sums = "right";
  assert.equal((await provider.unwrap(wrap, sampleIdentity)).length, 32);
  await assert.rejects(gcpKmsProvider({ ...gcpSettings, keyId: "trading" }), { code: "VAULT_BAD_SETTINGS" });
});

test("threats 09 key service outage: Cloud KMS disabled, failing, slow, cut off, dropped, without a token", async () => {
  const provider = await makeGcp();
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  gcp.isEnabled = false;
  await assert.rejects(provider.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_REFUSED" });
  await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_REFUSED" });
  gcp.isEnabled = true;
  const quick = await makeGcp(quickMs);
  for (const fault of ["unavailable", "slow", "truncated", "dropped"] as const) {
    gcp.fault = fault;
    await assert.rejects(quick.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_UNREACHABLE" }, fault);
  }
  gcp.fault = "none";
  assert.equal((await provider.unwrap(wrap, sampleIdentity)).length, 32);
});

test("gcp-kms: after a rotation an old wrap still opens and is known to be stale", async () => {
  const provider = await makeGcp();
  const old = await provider.wrap(randomBytes(32), sampleIdentity);
  gcp.rotate();
  assert.ok("keyVersion" in old);
  assert.notEqual((await provider.status()).keyVersion, old.keyVersion);
  assert.equal((await provider.unwrap(old, sampleIdentity)).length, 32);
});

test("threats 04 forged file: with the public key alone nobody makes an Azure wrap that opens; control: the wrapped key itself is valid", async () => {
  const provider = await makeAzure();
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  const answer = await fetch(`${azure.keyId}?api-version=7.5`, { headers: { authorization: `Bearer ${azure.token}` } });
  const { key } = (await answer.json()) as { key: { n: string; e: string } };
  const forgedKey = publicEncrypt(
    {
      key: { ...key, kty: "RSA" },
      format: "jwk",
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: "sha256",
    } as never,
    randomBytes(32),
  );
  const half = wrap.wrapped.length / 2;
  assert.equal(forgedKey.length, half);
  const headers = { authorization: `Bearer ${azure.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ alg: "RSA-OAEP-256", value: forgedKey.toString("base64url") });
  assert.ok("keyVersion" in wrap);
  const opened = await fetch(`${azure.keyId}/${wrap.keyVersion}/unwrapkey?api-version=7.5`, {
    method: "POST",
    headers,
    body,
  });
  assert.equal(opened.status, 200, "control: to the vault itself the forged key is as good as any");
  const forged = { ...wrap, wrapped: Buffer.concat([forgedKey, wrap.wrapped.subarray(half)]) };
  await assert.rejects(provider.unwrap(forged, sampleIdentity), { code: "SEALED_WRONG_KEY" });
  azure.answersFor = "other";
  await assert.rejects(provider.wrap(randomBytes(32), sampleIdentity), { code: "VAULT_PROVIDER_LIED" });
  azure.answersFor = "trading";
});

test("threats 09 key service outage: Key Vault disabled, throttled, failing, slow, cut off, dropped", async () => {
  const provider = await makeAzure();
  const wrap = await provider.wrap(randomBytes(32), sampleIdentity);
  azure.isEnabled = false;
  await assert.rejects((await makeAzure()).unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_REFUSED" });
  await assert.rejects(provider.status(), { code: "VAULT_PROVIDER_REFUSED" });
  azure.isEnabled = true;
  azure.throttled = 2;
  assert.equal((await (await makeAzure()).unwrap(wrap, sampleIdentity)).length, 32, "two refusals are waited out");
  const quick = await makeAzure(quickMs);
  for (const fault of ["unavailable", "slow", "truncated", "dropped"] as const) {
    azure.fault = fault;
    await assert.rejects(quick.unwrap(wrap, sampleIdentity), { code: "VAULT_PROVIDER_UNREACHABLE" }, fault);
  }
  azure.fault = "none";
});

test("azure-key-vault: after a rotation an old wrap still opens and is known to be stale", async () => {
  const provider = await makeAzure();
  const old = await provider.wrap(randomBytes(32), sampleIdentity);
  azure.rotate();
  assert.ok("keyVersion" in old);
  assert.notEqual((await provider.status()).keyVersion, old.keyVersion);
  assert.equal((await provider.unwrap(old, sampleIdentity)).length, 32);
});

test("the local Key Vault signs as the standard says: Node verifies its PS256, and it verifies Node's", () => {
  assert.ok(isStandardSignature(Buffer.from("a message")));
});
