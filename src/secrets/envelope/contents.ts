/** What is sealed, as bytes: never JSON, because a parser would leave the secrets behind as strings that nobody can erase. */
import { erasableBuffer } from "./erasable.ts";
import { SealedError } from "./errors.ts";

/** The caller owns these buffers and erases them with `eraseContents`. */
export interface SealedContents {
  /** The exchange's id for the key, ASCII. Empty while a key pair made by `keygen` is not attached yet. */
  readonly apiKey: Buffer;
  /** HMAC secret as the exchange gave it, or a PKCS#8 DER private key. Empty while nothing is in use yet. */
  readonly secret: Buffer;
  /** PKCS#8 DER of the key pair that `keygen` made and `attach` has not put to use yet; else empty. */
  readonly pendingSecret: Buffer;
  /** 32 random bytes that key the audit log; the same over all generations of the account. */
  readonly auditKey: Buffer;
}

const order = ["apiKey", "secret", "pendingSecret", "auditKey"] as const;
const maximumPieceBytes = { apiKey: 512, secret: 3072, pendingSecret: 3072, auditKey: 32 } as const;
/** Padding hides the lengths, which would tell the kind of secret. */
const paddingBytes = 512;

/**
 * The pieces in fixed order, each with its length (4 bytes, big endian), then zeros up to a multiple of 512 bytes.
 * @throws SealedError `badCredential` when a piece is too long
 */
export function encodeContents(contents: SealedContents): Buffer {
  let used = 0;
  for (const name of order) {
    if (contents[name].length > maximumPieceBytes[name]) {
      throw new SealedError("badCredential", { detail: `${name} is longer than ${maximumPieceBytes[name]} bytes.` });
    }
    used += 4 + contents[name].length;
  }
  const bytes = erasableBuffer(Math.ceil(used / paddingBytes) * paddingBytes);
  let at = 0;
  for (const name of order) {
    at = bytes.writeUInt32BE(contents[name].length, at);
    at += contents[name].copy(bytes, at);
  }
  return bytes;
}

/**
 * Reads what `encodeContents` wrote; the pieces are copies, so that `bytes` can be erased.
 * @throws SealedError `badPayload`
 */
export function decodeContents(bytes: Buffer): SealedContents {
  const pieces = {} as Record<(typeof order)[number], Buffer>;
  let at = 0;
  for (const name of order) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : Infinity;
    at += 4;
    if (length > maximumPieceBytes[name] || at + length > bytes.length) fail(pieces);
    pieces[name] = copyOf(bytes.subarray(at, at + length));
    at += length;
  }
  const paddedRight = Math.ceil(at / paddingBytes) * paddingBytes === bytes.length;
  if (!paddedRight || pieces.auditKey.length !== 32 || bytes.subarray(at).some((byte) => byte !== 0)) fail(pieces);
  return pieces;
}

/** Overwrites every piece with zeros. */
export function eraseContents(contents: SealedContents): void {
  for (const name of order) contents[name].fill(0);
}

/** A copy that can be erased. */
export function copyOf(bytes: Uint8Array): Buffer {
  const copy = erasableBuffer(bytes.byteLength);
  copy.set(bytes);
  return copy;
}

function fail(pieces: Partial<SealedContents>): never {
  for (const piece of Object.values(pieces)) piece.fill(0);
  throw new SealedError("badPayload");
}
