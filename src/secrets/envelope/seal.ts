/**
 * Sealing and opening: AES-256-GCM for the contents, HMAC-SHA256 over the whole file, both under keys derived from one data key
 * that is fresh on every write.
 *
 * GCM alone does not commit to its key: one ciphertext can be made that opens under two keys, to two different texts. The HMAC does
 * commit, and it covers the wraps, so it is checked first and nothing is decrypted before.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  type DecipherGCM,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { decodeContents, encodeContents, type SealedContents } from "./contents.ts";
import { erasableBuffer } from "./erasable.ts";
import { SealedError } from "./errors.ts";
import { authenticatedBytes, headerBytes, type Envelope, type EnvelopeHeader } from "./format.ts";
import type { Identity } from "./identity.ts";
import { ivBytes, type Wrap } from "./wraps.ts";

const dataKeyBytes = 32;
const tagBytes = 16;
/** Of AES. */
const blockBytes = 16;

/** Encrypts the data key under every master key. Called once a write; must not keep the data key. */
export type WrapDataKey = (dataKey: Buffer, identity: Identity) => Promise<readonly Wrap[]>;

/**
 * Seals the contents under a data key made for this one write.
 * @param header all of it but `salt` and `iv`, which are made here
 * @param contents stays the caller's, who erases it
 */
export async function sealEnvelope(
  header: Omit<EnvelopeHeader, "salt" | "iv">,
  contents: SealedContents,
  wrapDataKey: WrapDataKey,
): Promise<Envelope> {
  const dataKey = randomBytes(dataKeyBytes);
  try {
    const wraps = await wrapDataKey(dataKey, header.identity);
    return sealWith({ ...header, salt: randomBytes(32), iv: randomBytes(ivBytes) }, contents, dataKey, wraps);
  } finally {
    dataKey.fill(0);
  }
}

/** The deterministic part of sealing, for test vectors. A data key must never seal twice. */
export function sealWith(
  header: EnvelopeHeader,
  contents: SealedContents,
  dataKey: Buffer,
  wraps: readonly Wrap[],
): Envelope {
  const keys = deriveKeys(dataKey, header.salt);
  const plain = encodeContents(contents);
  try {
    const cipher = createCipheriv("aes-256-gcm", keys.payload, header.iv).setAAD(headerBytes(header));
    const payload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { header, wraps, payload, mac: codeOf({ header, wraps, payload }, keys.mac) };
  } finally {
    plain.fill(0);
    eraseKeys(keys);
  }
}

/**
 * Authenticates the whole envelope, then decrypts its contents.
 * @param dataKey stays the caller's, who erases it
 * @returns buffers that the caller owns: `eraseContents` when done
 * @throws SealedError `tampered`, `badPayload`
 */
export function openEnvelope(envelope: Envelope, dataKey: Buffer): SealedContents {
  const keys = deriveKeys(dataKey, envelope.header.salt);
  try {
    verifyCode(envelope, keys.mac);
    return decrypt(envelope, keys.payload);
  } finally {
    eraseKeys(keys);
  }
}

interface DerivedKeys {
  readonly payload: Buffer;
  readonly mac: Buffer;
}

function deriveKeys(dataKey: Buffer, salt: Buffer): DerivedKeys {
  if (dataKey.length !== dataKeyBytes) throw new SealedError("wrongKey", { detail: "The data key is not 32 bytes." });
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync("sha512", dataKey, salt, `candlewright-envelope/v1 ${use}`, 32));
  return { payload: derive("payload"), mac: derive("mac") };
}

function eraseKeys(keys: DerivedKeys): void {
  keys.payload.fill(0);
  keys.mac.fill(0);
}

function codeOf(envelope: Omit<Envelope, "mac">, key: Buffer): Buffer {
  return createHmac("sha256", key).update(authenticatedBytes(envelope)).digest();
}

function verifyCode(envelope: Envelope, key: Buffer): void {
  const expected = codeOf(envelope, key);
  if (envelope.mac.length !== expected.length || !timingSafeEqual(envelope.mac, expected)) {
    throw new SealedError("tampered");
  }
}

function decrypt(envelope: Envelope, key: Buffer): SealedContents {
  const { header, payload } = envelope;
  const decipher = createDecipheriv("aes-256-gcm", key, header.iv, { authTagLength: tagBytes });
  decipher.setAAD(headerBytes(header)).setAuthTag(payload.subarray(-tagBytes));
  const plain = updateInBlocks(decipher, payload.subarray(0, -tagBytes));
  try {
    decipher.final();
    return decodeContents(plain);
  } catch (error) {
    throw error instanceof SealedError ? error : new SealedError("tampered", { cause: error });
  } finally {
    plain.fill(0);
  }
}

/**
 * Decrypts block by block into one buffer. Node's `update` writes into a larger piece of memory first, copies it out and frees it
 * unerased: done at once, that leaves a second copy of all secrets in the process for good; done so, at most one block of it.
 */
function updateInBlocks(decipher: DecipherGCM, encrypted: Buffer): Buffer {
  const plain = erasableBuffer(encrypted.length);
  for (let at = 0; at < encrypted.length; at += blockBytes) {
    const block = decipher.update(encrypted.subarray(at, at + blockBytes));
    block.copy(plain, at);
    block.fill(0);
  }
  return plain;
}
