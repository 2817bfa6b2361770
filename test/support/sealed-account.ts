/** A sealed account for tests: a vault in memory or on disk, opened by 32 bytes of a key file. */
import { randomBytes } from "node:crypto";
import type { SealedContents } from "../../src/secrets/envelope/contents.ts";
import type { EnvelopeHeader } from "../../src/secrets/envelope/format.ts";
import type { Identity } from "../../src/secrets/envelope/identity.ts";
import { unwrapWithRawKey, wrapWithRawKey } from "../../src/secrets/envelope/local-wrap.ts";
import { closedPolicy } from "../../src/secrets/envelope/policy.ts";
import { sealEnvelope, type WrapDataKey } from "../../src/secrets/envelope/seal.ts";
import type { UnwrapDataKey, VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import type { VaultContext } from "../../src/secrets/vault/context.ts";
import type { MasterKey, RawKeyWrap } from "../../src/secrets/envelope/wraps.ts";

export const sampleIdentity: Identity = {
  vault: "11".repeat(16),
  account: "binance-main",
  exchange: "binance",
  environment: "live",
  purpose: "trade",
  uid: "22".repeat(16),
};

export const sampleKey = { provider: "key-file", keyId: "main", role: "primary" } as const satisfies MasterKey;
export const sampleRawKey = Buffer.alloc(32, 7);

export function wrapWith(rawKey: Buffer, key: typeof sampleKey = sampleKey): WrapDataKey {
  return async (dataKey, identity) => [wrapWithRawKey(dataKey, rawKey, key, identity)];
}

export function unwrapWith(rawKey: Buffer): UnwrapDataKey {
  return async ({ header, wraps }) => unwrapWithRawKey(wraps[0] as RawKeyWrap, rawKey, header.identity);
}

export function sampleContents(secret = "canary-secret"): SealedContents {
  return {
    apiKey: Buffer.from("canary-api-key"),
    secret: Buffer.from(secret),
    pendingSecret: Buffer.alloc(0),
    auditKey: Buffer.alloc(32, 5),
  };
}

export function sampleHeader(generation = 1, identity = sampleIdentity): Omit<EnvelopeHeader, "salt" | "iv"> {
  return {
    identity,
    generation,
    written: "2026-11-23T10:00:00Z",
    credential: "hmac-sha256",
    keyFingerprint: "sha256/0123456789abcdef",
    publicKey: Buffer.alloc(0),
    policy: closedPolicy,
    audit: { count: 0, hash: "0".repeat(64) },
  };
}

/** Writes the next generation of the sample account as the commands do: seal, then commit. */
export async function writeGeneration(vault: VaultDirectory, secret: string, identity = sampleIdentity): Promise<void> {
  const { account } = identity;
  const contents = sampleContents(secret);
  const isNew = !vault.has(account);
  const audit = isNew ? await vault.begin(identity, contents.auditKey) : vault.anchor(account);
  const replaces = isNew ? 0 : vault.read(account).header.generation;
  const header = { ...sampleHeader(vault.highestGeneration(account) + 1, identity), audit };
  await vault.commit(await sealEnvelope(header, contents, wrapWith(sampleRawKey)), replaces, "test", contents.auditKey);
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** What vault operations work with, under the sample key, without a terminal or an exchange. */
export function rawKeyContext(vault: VaultDirectory): VaultContext {
  return {
    vault,
    keys: {
      wrap: wrapWith(sampleRawKey),
      unwrap: async ({ identity, wraps }) => unwrapWithRawKey(wraps[0] as RawKeyWrap, sampleRawKey, identity),
    },
    ask: async () => Buffer.alloc(0),
    checks: undefined,
    now: () => new Date(),
  };
}
