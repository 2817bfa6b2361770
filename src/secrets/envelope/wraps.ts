/**
 * A wrap is the data key, encrypted under one master key. An envelope has one for each configured master key; any of them opens it.
 */
import { Fields } from "./fields.ts";
import { SealedError } from "./errors.ts";
import type { StrictJson } from "./strict-json.ts";

/** Providers whose wrapping is done by a service or device; the wrap holds what that service returned. */
export const remoteProviders = ["aws-kms", "gcp-kms", "vault-transit", "azure-key-vault"] as const;
export type RemoteProvider = (typeof remoteProviders)[number];
/** Providers that hand over 32 bytes, with which the data key is wrapped here. */
export const keyProviders = ["key-file", "os-keychain"] as const;
export type RawKeyProvider = (typeof keyProviders)[number];
export const providerNames = ["passphrase", ...keyProviders, ...remoteProviders, "recovery-key"] as const;
export type ProviderName = (typeof providerNames)[number];

export const roles = ["primary", "recovery"] as const;
export type Role = (typeof roles)[number];

/** Which master key a wrap is for. Pinned in the configuration; the file's word for it is only compared. */
export interface MasterKey {
  readonly provider: ProviderName;
  readonly keyId: string;
  readonly role: Role;
}

/** The cost of deriving a key from a passphrase (RFC 9106). */
export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

interface WrapBase<Provider extends ProviderName> extends MasterKey {
  readonly provider: Provider;
  readonly wrapped: Buffer;
}
export interface PassphraseWrap extends WrapBase<"passphrase">, Argon2Cost {
  readonly kdf: "argon2id";
  readonly salt: Buffer;
  readonly iv: Buffer;
}
export interface RawKeyWrap extends WrapBase<RawKeyProvider> {
  readonly salt: Buffer;
  readonly iv: Buffer;
}
export interface RecoveryKeyWrap extends WrapBase<"recovery-key"> {
  /** The X25519 public key that was made for this one wrap. */
  readonly ephemeral: Buffer;
  readonly iv: Buffer;
}
export interface RemoteWrap extends WrapBase<RemoteProvider> {
  /** The version of the master key that was used, where the service names one; else empty. Tells `doctor` what is stale. */
  readonly keyVersion: string;
}
export type Wrap = PassphraseWrap | RawKeyWrap | RecoveryKeyWrap | RemoteWrap;

export const maximumWraps = 4;
// Printable ASCII without quote and backslash: JSON has nothing to escape in it.
const keyIdPattern = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;
const versionPattern = /^[A-Za-z0-9._-]{0,64}$/;
/** Ciphertext of 32 bytes and the tag of 16. */
const localWrappedBytes = 48;
const maximumRemoteBytes = 4096;

export const saltBytes = { passphrase: 16, rawKey: 32 } as const;
export const ivBytes = 12;

/** Reads one wrap, strictly. The cost of a passphrase is checked where it would be paid, in `passphrase.ts`. */
export function readWrap(value: StrictJson, place: string): Wrap {
  const fields = new Fields(value, place);
  const provider = fields.oneOf("provider", providerNames);
  const base = { keyId: fields.text("keyId", keyIdPattern), role: fields.oneOf("role", roles) };
  const wrap = readParameters(fields, provider, base);
  fields.end();
  if (wrap.provider === "recovery-key" && wrap.role !== "recovery") {
    throw new SealedError("badField", { detail: `${place}.role: a recovery-key is for recovery only.` });
  }
  return wrap;
}

function readParameters(fields: Fields, provider: ProviderName, base: Omit<MasterKey, "provider">): Wrap {
  if (provider === "passphrase") {
    return {
      provider,
      ...base,
      kdf: fields.oneOf("kdf", ["argon2id"]),
      memoryKib: fields.integer("memoryKib", 1, 2 ** 32),
      passes: fields.integer("passes", 1, 2 ** 32),
      parallelism: fields.integer("parallelism", 1, 2 ** 24),
      salt: fields.bytes("salt", saltBytes.passphrase),
      ...readLocal(fields),
    };
  }
  if (provider === "key-file" || provider === "os-keychain") {
    return { provider, ...base, salt: fields.bytes("salt", saltBytes.rawKey), ...readLocal(fields) };
  }
  if (provider === "recovery-key") {
    return { provider, ...base, ephemeral: fields.bytes("ephemeral", 32), ...readLocal(fields) };
  }
  const keyVersion = fields.text("keyVersion", versionPattern);
  return { provider, ...base, keyVersion, wrapped: fields.bytes("wrapped", 1, maximumRemoteBytes) };
}

function readLocal(fields: Fields): { iv: Buffer; wrapped: Buffer } {
  return { iv: fields.bytes("iv", ivBytes), wrapped: fields.bytes("wrapped", localWrappedBytes) };
}

/** The wrap as it is written: every buffer in base64, the fields in the order of the format. */
export function wrapDocument(wrap: Wrap): Record<string, string | number> {
  const { provider, keyId, role } = wrap;
  const base = { provider, keyId, role };
  const wrapped = wrap.wrapped.toString("base64");
  if ("keyVersion" in wrap) return { ...base, keyVersion: wrap.keyVersion, wrapped };
  const iv = wrap.iv.toString("base64");
  if ("ephemeral" in wrap) return { ...base, ephemeral: wrap.ephemeral.toString("base64"), iv, wrapped };
  const salt = wrap.salt.toString("base64");
  if (!("kdf" in wrap)) return { ...base, salt, iv, wrapped };
  const { kdf, memoryKib, passes, parallelism } = wrap;
  return { ...base, kdf, memoryKib, passes, parallelism, salt, iv, wrapped };
}

/**
 * The wraps that may be tried: those whose master key the configuration names, of one role.
 * @param role `recovery` in `vault recover` alone
 * @throws SealedError `recoveryOnly` when only a recovery key would fit, `noPinnedWrap` when none would
 */
export function usableWraps(
  wraps: readonly Wrap[],
  pinned: readonly MasterKey[],
  role: Role = "primary",
): readonly Wrap[] {
  const known = wraps.filter((wrap) =>
    pinned.some((key) => key.provider === wrap.provider && key.keyId === wrap.keyId && key.role === wrap.role),
  );
  const usable = known.filter((wrap) => wrap.role === role);
  if (usable.length > 0) return usable;
  throw new SealedError(known.length > 0 && role === "primary" ? "recoveryOnly" : "noPinnedWrap");
}
