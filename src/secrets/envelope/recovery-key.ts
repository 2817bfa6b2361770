/**
 * The recovery key: an X25519 pair whose private half is on paper. The public half is in the configuration, so every write can make
 * a recovery wrap while the private half stays in the drawer.
 *
 * Anyone can make a wrap for a public key, so such a wrap says nothing about who sealed the file: it is accepted by
 * `vault recover` alone, and the format refuses it in any other role.
 */
import { erasableBuffer } from "./erasable.ts";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { encodePieces } from "./authenticated-bytes.ts";
import { SealedError } from "./errors.ts";
import type { Identity } from "./identity.ts";
import { decryptDataKey, encryptDataKey, localWrapContext } from "./local-wrap.ts";
import type { MasterKey, RecoveryKeyWrap } from "./wraps.ts";

type RecoveryMasterKey = MasterKey & { readonly provider: "recovery-key"; readonly role: "recovery" };

// The fixed DER in front of the 32 bytes of an X25519 key (RFC 8410).
const publicPrefix = Buffer.from("302a300506032b656e032100", "hex");
const privatePrefix = Buffer.from("302e020100300506032b656e04220420", "hex");
/** Crockford's base 32: no look-alikes, and read aloud without trouble. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const checksumBytes = 3;

/** The public half: 32 bytes for the configuration; the private half: text for paper, which the caller shows once and erases. */
export function generateRecoveryKey(): { publicKey: Buffer; paper: Buffer } {
  const pair = generateKeyPairSync("x25519");
  const secret = pair.privateKey.export({ format: "der", type: "pkcs8" });
  const raw = secret.subarray(privatePrefix.length);
  const paper = encodePaper(raw);
  secret.fill(0);
  return { publicKey: rawPublic(pair.publicKey), paper };
}

export function wrapWithRecoveryKey(
  dataKey: Buffer,
  publicKey: Buffer,
  key: RecoveryMasterKey,
  identity: Identity,
): RecoveryKeyWrap {
  const pair = generateKeyPairSync("x25519");
  const ephemeral = rawPublic(pair.publicKey);
  const wrapKey = agree(pair.privateKey, publicObject(publicKey), ephemeral, publicKey);
  try {
    const sealed = encryptDataKey(dataKey, wrapKey, localWrapContext(identity, key, [ephemeral]));
    return { provider: "recovery-key", keyId: key.keyId, role: key.role, ephemeral, ...sealed };
  } finally {
    wrapKey.fill(0);
  }
}

/**
 * @param paper what is on the paper, as typed; the caller erases it
 * @returns the data key, which the caller erases
 * @throws SealedError `badCredential` for a slip of the pen, `wrongKey`
 */
export function unwrapWithRecoveryKey(wrap: RecoveryKeyWrap, paper: Buffer, identity: Identity): Buffer {
  const raw = decodePaper(paper);
  const der = Buffer.concat([privatePrefix, raw]);
  try {
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const publicKey = rawPublic(createPublicKey(privateKey));
    const wrapKey = agree(privateKey, publicObject(wrap.ephemeral), wrap.ephemeral, publicKey);
    try {
      return decryptDataKey(wrap, wrapKey, localWrapContext(identity, wrap, [wrap.ephemeral]));
    } finally {
      wrapKey.fill(0);
    }
  } finally {
    raw.fill(0);
    der.fill(0);
  }
}

/** Both public keys go into the derivation, as in age and HPKE: the shared secret alone does not bind them. */
function agree(privateKey: KeyObject, publicKey: KeyObject, ephemeral: Buffer, recipient: Buffer): Buffer {
  let shared: Buffer;
  try {
    shared = diffieHellman({ privateKey, publicKey });
  } catch (error) {
    // A point of small order gives an all-zero secret, which OpenSSL refuses.
    throw new SealedError("wrongKey", { cause: error });
  }
  const salt = encodePieces(ephemeral, recipient);
  const key = Buffer.from(hkdfSync("sha512", shared, salt, "candlewright-envelope/v1 recovery key", 32));
  shared.fill(0);
  return key;
}

function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: "der", type: "spki" }).subarray(publicPrefix.length);
}

function publicObject(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicPrefix, raw]), format: "der", type: "spki" });
}

/** The key and the first 3 bytes of its SHA-256, in base 32, in groups of four: 56 characters. */
function encodePaper(raw: Buffer): Buffer {
  const bytes = Buffer.concat([raw, checksum(raw)]);
  const text = erasableBuffer(70 - 1);
  let at = 0;
  for (let digit = 0; digit < 56; digit++) {
    if (digit > 0 && digit % 4 === 0) text[at++] = 0x2d;
    let value = 0;
    for (let bit = digit * 5; bit < digit * 5 + 5; bit++)
      value = value * 2 + ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1);
    text[at++] = alphabet.charCodeAt(value);
  }
  bytes.fill(0);
  return text;
}

function decodePaper(paper: Buffer): Buffer {
  const bytes = erasableBuffer(32 + checksumBytes);
  let digit = 0;
  for (const byte of paper) {
    if (byte === 0x2d || byte === 0x20) continue;
    const value = alphabet.indexOf(String.fromCharCode(byte).toUpperCase());
    if (value < 0 || digit >= 56) return refuse(bytes);
    for (let bit = 0; bit < 5; bit++) {
      if ((value >> (4 - bit)) & 1) bytes[(digit * 5 + bit) >> 3] |= 0x80 >> ((digit * 5 + bit) & 7);
    }
    digit++;
  }
  const raw = bytes.subarray(0, 32);
  if (digit !== 56 || !checksum(raw).equals(bytes.subarray(32))) return refuse(bytes);
  return raw;
}

function refuse(bytes: Buffer): never {
  bytes.fill(0);
  throw new SealedError("badCredential", { detail: "The recovery key has a slip: its check digits don't fit." });
}

function checksum(raw: Buffer): Buffer {
  return createHash("sha256").update(raw).digest().subarray(0, checksumBytes);
}
