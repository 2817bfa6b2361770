/**
 * Memory for secrets: a buffer that can really be erased.
 * V8 keeps typed arrays of up to 64 bytes inside its own heap and moves them out when native code asks for them; what was written before
 * stays behind, and erasing the buffer erases the new place only. A pooled buffer shares its memory with others. This one is neither.
 */
export function erasableBuffer(length: number): Buffer {
  return Buffer.from(new ArrayBuffer(length));
}
