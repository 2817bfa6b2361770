/** Turning what a person pastes into what is sealed, and telling a mistake by its form. */
import { erasableBuffer } from "../envelope/erasable.ts";
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { copyOf } from "../envelope/contents.ts";
import { SealedError } from "../envelope/errors.ts";
import type { CredentialKind } from "../envelope/format.ts";
import type { Exchange } from "../envelope/identity.ts";

export interface Credential {
  readonly credential: CredentialKind;
  /** HMAC secret or PKCS#8 DER; the caller erases it. */
  readonly secret: Buffer;
  readonly publicKey: Buffer;
}

const maximumApiKeyBytes = 256;
const base64Digits = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

/**
 * Reads a secret as the exchange gives it: an HMAC secret (Binance), or a private key in PEM (either), where line feeds may be
 * written as \n, as in Coinbase's JSON file and in `.env` files.
 * @param pasted stays the caller's
 * @throws SealedError `badCredential`
 */
export function readCredential(exchange: Exchange, pasted: Buffer): Credential {
  if (pasted.includes("-----BEGIN")) return readPem(exchange, pasted);
  if (exchange === "coinbase") return readRawEd25519(pasted);
  const trimmed = trim(pasted);
  if (trimmed.length < 16 || trimmed.length > 256 || !isPrintable(trimmed)) {
    trimmed.fill(0);
    throw new SealedError("badCredential", { detail: "An HMAC secret is one word of 16 to 256 characters." });
  }
  return { credential: "hmac-sha256", secret: trimmed, publicKey: Buffer.alloc(0) };
}

/** A private key as it is sealed. @param der stays the caller's */
export function readSealedKey(exchange: Exchange, der: Buffer): Credential {
  return fromPrivateKey(exchange, createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
}

/** @throws SealedError `badCredential` */
export function readApiKey(pasted: Buffer): Buffer {
  const apiKey = trim(pasted);
  if (apiKey.length < 8 || apiKey.length > maximumApiKeyBytes || !isPrintable(apiKey)) {
    throw new SealedError("badCredential", { detail: "An API key is one word of 8 to 256 characters." });
  }
  return apiKey;
}

/** A new Ed25519 pair. The secret never existed anywhere else; the caller erases it. */
export function generateEd25519(): Credential {
  const pair = generateKeyPairSync("ed25519");
  return {
    credential: "ed25519",
    secret: pair.privateKey.export({ format: "der", type: "pkcs8" }),
    publicKey: pair.publicKey.export({ format: "der", type: "spki" }),
  };
}

/** The public key as the exchange wants it pasted. */
export function publicKeyText(publicKey: Buffer): string {
  return createPublicKey({ key: publicKey, format: "der", type: "spki" })
    .export({ format: "pem", type: "spki" })
    .toString();
}

/** For people, to tell which key an account uses: the first 8 bytes of the API key id's hash. */
export function fingerprint(apiKey: Buffer): string {
  return `sha256/${createHash("sha256").update(apiKey).digest("hex").slice(0, 16)}`;
}

function readPem(exchange: Exchange, pasted: Buffer): Credential {
  const trimmed = trim(pasted);
  const pem = withLineFeeds(trimmed);
  trimmed.fill(0);
  try {
    return fromPrivateKey(exchange, createPrivateKey(pem));
  } catch (error) {
    if (error instanceof SealedError) throw error;
    throw new SealedError("badCredential", {
      detail: "The private key can't be read; a key with a password is not taken.",
    });
  } finally {
    pem.fill(0);
  }
}

/** Coinbase gives an Ed25519 key as base64 of its seed and public key. */
function readRawEd25519(pasted: Buffer): Credential {
  const trimmed = trim(pasted);
  const raw = decodeBase64(trimmed);
  trimmed.fill(0);
  if (raw.length !== 64) {
    raw.fill(0);
    throw new SealedError("badCredential", { detail: "Coinbase gives a private key: PEM, or base64 of 64 bytes." });
  }
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), raw.subarray(0, 32)]);
  try {
    const found = fromPrivateKey("coinbase", createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
    if (!found.publicKey.subarray(-32).equals(raw.subarray(32))) {
      throw new SealedError("badCredential", {
        detail: "Its two halves don't belong together: it was not copied whole.",
      });
    }
    return found;
  } finally {
    raw.fill(0);
    der.fill(0);
  }
}

function fromPrivateKey(exchange: Exchange, key: KeyObject): Credential {
  const isP256 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
  const kind =
    key.asymmetricKeyType === "ed25519" ? "ed25519" : isP256 && exchange === "coinbase" ? "es256" : undefined;
  if (kind === undefined) {
    const taken = exchange === "coinbase" ? "Ed25519 or P-256" : "Ed25519";
    throw new SealedError("badCredential", { detail: `For ${exchange} a private key must be ${taken}.` });
  }
  return {
    credential: kind,
    secret: key.export({ format: "der", type: "pkcs8" }),
    publicKey: createPublicKey(key).export({ format: "der", type: "spki" }),
  };
}

function withLineFeeds(pasted: Buffer): Buffer {
  const pem = erasableBuffer(pasted.length).fill(0x0a);
  let at = 0;
  for (let from = 0; from < pasted.length; from++) {
    const isEscape = pasted[from] === 0x5c && pasted[from + 1] === 0x6e;
    pem[at++] = isEscape ? 0x0a : pasted[from];
    if (isEscape) from++;
  }
  return pem;
}

/** Node decodes strings only, and a string of a secret can't be erased. Stops at the first character that is not of base 64. */
function decodeBase64(text: Buffer): Buffer {
  const bytes = erasableBuffer(Math.ceil((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const character of text) {
    const value = base64Digits.indexOf(character);
    if (value < 0) break;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = (bits >> count) & 0xff;
  }
  return bytes.subarray(0, at);
}

/** Without the spaces and quotes around it, in memory of its own. */
function trim(bytes: Buffer): Buffer {
  const isOuter = (byte: number): boolean => byte <= 0x20 || byte === 0x22 || byte === 0x27;
  let start = 0;
  let end = bytes.length;
  while (start < end && isOuter(bytes[start])) start++;
  while (end > start && isOuter(bytes[end - 1])) end--;
  return copyOf(bytes.subarray(start, end));
}

function isPrintable(bytes: Buffer): boolean {
  return bytes.every((byte) => byte > 0x20 && byte < 0x7f);
}
