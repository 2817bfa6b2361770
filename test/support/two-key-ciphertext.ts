/**
 * One AES-256-GCM ciphertext and tag that verify under two keys ("salamander"): GHASH is linear, so one free block can be solved for.
 * Dodis et al., Fast Message Franking (CRYPTO 2018); Albertini et al., How to Abuse and Fix Authenticated Encryption (USENIX 2022).
 */
import { createCipheriv } from "node:crypto";

// GCM's field: bit 0 is the highest bit of the block, x^128 + x^7 + x^2 + x + 1.
const reduction = 0xe1n << 120n;

function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reduction : factor >> 1n;
  }
  return product;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n << 127n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

const inverse = (a: bigint): bigint => power(a, (1n << 128n) - 2n);
const toField = (block: Uint8Array): bigint => BigInt(`0x${Buffer.from(block).toString("hex")}`);
const toBlock = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(32, "0"), "hex");

function encryptBlock(key: Buffer, block: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
}

function ghash(h: bigint, associated: Buffer, text: Buffer): bigint {
  const lengths = Buffer.alloc(16);
  lengths.writeBigUInt64BE(BigInt(associated.length * 8), 0);
  lengths.writeBigUInt64BE(BigInt(text.length * 8), 8);
  const input = Buffer.concat([padded(associated), padded(text), lengths]);
  let sum = 0n;
  for (let at = 0; at < input.length; at += 16) sum = multiply(sum ^ toField(input.subarray(at, at + 16)), h);
  return sum;
}

/**
 * @param text a ciphertext of whole blocks, to be changed in its block `freeBlock`
 * @returns the changed ciphertext followed by a tag that both keys accept
 */
export function twoKeyCiphertext(
  keys: readonly [Buffer, Buffer],
  iv: Buffer,
  associated: Buffer,
  text: Buffer,
  freeBlock: number,
): Buffer {
  const zeroed = Buffer.from(text).fill(0, freeBlock * 16, freeBlock * 16 + 16);
  const counter = Buffer.concat([iv, Buffer.from([0, 0, 0, 1])]);
  const [first, second] = keys.map((key) => ({
    h: toField(encryptBlock(key, Buffer.alloc(16))),
    mask: toField(encryptBlock(key, counter)),
  }));
  // The free block is multiplied by h once for itself, each block after it, and the length block.
  const exponent = BigInt(text.length / 16 - freeBlock + 1);
  const difference =
    ghash(first.h, associated, zeroed) ^ first.mask ^ ghash(second.h, associated, zeroed) ^ second.mask;
  const free = multiply(difference, inverse(power(first.h, exponent) ^ power(second.h, exponent)));
  toBlock(free).copy(zeroed, freeBlock * 16);
  return Buffer.concat([zeroed, toBlock(ghash(first.h, associated, zeroed) ^ first.mask)]);
}
