/**
 * How several pieces become one string of bytes without any two inputs giving the same one: every piece carries its length.
 * (A format that only joins its pieces can be cut elsewhere and still verify.)
 */

/**
 * Pre-authentication encoding, as in PASETO: the number of pieces, then each piece's length and bytes; lengths are 8 bytes, little endian.
 * @param pieces strings are taken as UTF-8
 */
export function encodePieces(...pieces: readonly (string | Uint8Array)[]): Buffer {
  const parts: Uint8Array[] = [lengthBytes(pieces.length)];
  for (const piece of pieces) {
    const bytes = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
    parts.push(lengthBytes(bytes.byteLength), bytes);
  }
  return Buffer.concat(parts);
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(length));
  return bytes;
}
