/** Wrapping a data key with AES-256-GCM under a key that is here in memory: shared by the providers that need no service. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { encodePieces } from "./authenticated-bytes.ts";
import { SealedError } from "./errors.ts";
import { wrapContextBytes, type Identity } from "./identity.ts";
import { ivBytes, saltBytes, type MasterKey, type RawKeyProvider, type RawKeyWrap } from "./wraps.ts";

const tagBytes = 16;

/**
 * The associated data of a local wrap: whose envelope it is, which master key, and every parameter that shaped the key.
 * @param parameters in the order of the format
 */
export function localWrapContext(
  identity: Identity,
  key: MasterKey,
  parameters: readonly (string | Uint8Array)[],
): Buffer {
  return encodePieces(wrapContextBytes(identity), key.provider, key.keyId, key.role, ...parameters);
}

/** @returns the initialisation vector, and ciphertext with its tag */
export function encryptDataKey(dataKey: Buffer, key: Buffer, context: Buffer): { iv: Buffer; wrapped: Buffer } {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(context);
  return { iv, wrapped: Buffer.concat([cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]) };
}

/**
 * @returns the data key, which the caller erases
 * @throws SealedError `wrongKey`
 */
export function decryptDataKey(wrap: { iv: Buffer; wrapped: Buffer }, key: Buffer, context: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, wrap.iv, { authTagLength: tagBytes }).setAAD(context);
  decipher.setAuthTag(wrap.wrapped.subarray(-tagBytes));
  const dataKey = decipher.update(wrap.wrapped.subarray(0, -tagBytes));
  try {
    decipher.final();
    return dataKey;
  } catch {
    dataKey.fill(0);
    throw new SealedError("wrongKey");
  }
}

/**
 * Wraps under 32 bytes from a key file or a keychain. A salt gives each wrap a key of its own, so that no initialisation vector
 * can ever meet the same key twice.
 */
export function wrapWithRawKey(
  dataKey: Buffer,
  rawKey: Buffer,
  key: MasterKey & { readonly provider: RawKeyProvider },
  identity: Identity,
): RawKeyWrap {
  const salt = randomBytes(saltBytes.rawKey);
  const wrapKey = rawWrapKey(rawKey, salt);
  try {
    const context = localWrapContext(identity, key, [salt]);
    return {
      provider: key.provider,
      keyId: key.keyId,
      role: key.role,
      salt,
      ...encryptDataKey(dataKey, wrapKey, context),
    };
  } finally {
    wrapKey.fill(0);
  }
}

/**
 * @returns the data key, which the caller erases
 * @throws SealedError `wrongKey`
 */
export function unwrapWithRawKey(wrap: RawKeyWrap, rawKey: Buffer, identity: Identity): Buffer {
  const wrapKey = rawWrapKey(rawKey, wrap.salt);
  try {
    return decryptDataKey(wrap, wrapKey, localWrapContext(identity, wrap, [wrap.salt]));
  } finally {
    wrapKey.fill(0);
  }
}

function rawWrapKey(rawKey: Buffer, salt: Buffer): Buffer {
  if (rawKey.length !== 32) throw new SealedError("badKeyFile", { detail: `It gives ${rawKey.length} bytes.` });
  return Buffer.from(hkdfSync("sha512", rawKey, salt, "candlewright-envelope/v1 raw key", 32));
}
