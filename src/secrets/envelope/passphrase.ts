/** The passphrase provider: argon2id (RFC 9106) makes the wrapping key, at a cost that the envelope records and authenticates. */
import { erasableBuffer } from "./erasable.ts";
import { argon2, randomBytes } from "node:crypto";
import { SealedError } from "./errors.ts";
import type { Identity } from "./identity.ts";
import { decryptDataKey, encryptDataKey, localWrapContext } from "./local-wrap.ts";
import { saltBytes, type Argon2Cost, type MasterKey, type PassphraseWrap } from "./wraps.ts";

/** Paid once per start, so far above the minimum: about 2.5 s on two slow cores. */
export const defaultCost: Argon2Cost = { memoryKib: 262_144, passes: 3, parallelism: 4 };
/** The OWASP Password Storage cheat sheet's minimum for argon2id. */
export const floorCost: Argon2Cost = { memoryKib: 19_456, passes: 2, parallelism: 1 };
/** Beyond these a file is an attack on this machine's memory and time. */
const ceilingCost: Argon2Cost = { memoryKib: 1_048_576, passes: 10, parallelism: 16 };
/** Memory times passes, which is the time: at most 4 GiB filled once. */
const ceilingWorkKib = 4 * 1_048_576;

const minimumCharacters = 12;
const maximumPassphraseBytes = 1024;
/** Without look-alikes (no i, l, o, 0, 1): 31 letters and digits, so 20 of them carry 99 bits. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * @param passphrase as typed, UTF-8; the caller erases it
 */
export async function wrapWithPassphrase(
  dataKey: Buffer,
  passphrase: Buffer,
  key: MasterKey & { readonly provider: "passphrase" },
  identity: Identity,
  cost: Argon2Cost = defaultCost,
): Promise<PassphraseWrap> {
  requireStrength(passphrase);
  const { memoryKib, passes, parallelism } = cost;
  const parameters = {
    kdf: "argon2id" as const,
    memoryKib,
    passes,
    parallelism,
    salt: randomBytes(saltBytes.passphrase),
  };
  const wrapKey = await deriveKey(passphrase, parameters, parameters.salt);
  try {
    const sealed = encryptDataKey(dataKey, wrapKey, context(identity, key, parameters));
    return { provider: "passphrase", keyId: key.keyId, role: key.role, ...parameters, ...sealed };
  } finally {
    wrapKey.fill(0);
  }
}

/**
 * @returns the data key, which the caller erases
 * @throws SealedError `kdfOutOfRange` before any work is done, `wrongKey`
 */
export async function unwrapWithPassphrase(
  wrap: PassphraseWrap,
  passphrase: Buffer,
  identity: Identity,
): Promise<Buffer> {
  const wrapKey = await deriveKey(passphrase, wrap, wrap.salt);
  try {
    return decryptDataKey(wrap, wrapKey, context(identity, wrap, wrap));
  } finally {
    wrapKey.fill(0);
  }
}

/** A passphrase of 99 bits in groups of five, as bytes: it never becomes a string here. */
export function generatePassphrase(): Buffer {
  const bytes = erasableBuffer(23);
  for (let at = 0; at < bytes.length; at++) bytes[at] = at % 6 === 5 ? 0x2d : alphabet.charCodeAt(randomLetter());
  return bytes;
}

/** @throws SealedError `weakPassphrase` */
export function requireStrength(passphrase: Buffer): void {
  // Counted in the bytes (all but UTF-8's continuation bytes): a string of it could never be erased.
  let characters = 0;
  for (const byte of passphrase) if ((byte & 0xc0) !== 0x80) characters++;
  if (characters < minimumCharacters) throw new SealedError("weakPassphrase");
}

/** A uniform index into the alphabet: bytes that would favour its first letters are thrown away. */
function randomLetter(): number {
  for (;;) {
    const byte = randomBytes(1)[0];
    if (byte < 256 - (256 % alphabet.length)) return byte % alphabet.length;
  }
}

function context(identity: Identity, key: MasterKey, parameters: Argon2Cost & { readonly salt: Buffer }): Buffer {
  const { memoryKib, passes, parallelism, salt } = parameters;
  return localWrapContext(identity, key, ["argon2id", String(memoryKib), String(passes), String(parallelism), salt]);
}

function deriveKey(passphrase: Buffer, cost: Argon2Cost, salt: Buffer): Promise<Buffer> {
  requireCost(cost);
  if (passphrase.length > maximumPassphraseBytes)
    throw new SealedError("tooLarge", { detail: "The passphrase is too long." });
  const { memoryKib: memory, passes, parallelism } = cost;
  return new Promise((resolve, reject) => {
    argon2(
      "argon2id",
      { message: passphrase, nonce: salt, memory, passes, parallelism, tagLength: 32 },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}

function requireCost(cost: Argon2Cost): void {
  for (const name of ["memoryKib", "passes", "parallelism"] as const) {
    if (cost[name] < floorCost[name] || cost[name] > ceilingCost[name]) {
      const range = `${floorCost[name]} to ${ceilingCost[name]}`;
      throw new SealedError("kdfOutOfRange", { detail: `${name} is ${cost[name]}, the range is ${range}.` });
    }
  }
  if (cost.memoryKib * cost.passes > ceilingWorkKib) {
    throw new SealedError("kdfOutOfRange", { detail: "memoryKib times passes is above 4 GiB." });
  }
}
