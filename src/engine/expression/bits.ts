/** Truth values packed 32 to a word. */

/** Number of words for `count` bits. */
export function wordsFor(count: number): number {
  return (count + 31) >> 5;
}

export function readBit(words: Int32Array, index: number): boolean {
  return ((words[index >> 5] >>> (index & 31)) & 1) === 1;
}

/** Index of the first set bit at or after `from` and before `end`, or `end`. */
export function nextBit(words: Int32Array, from: number, end: number): number {
  if (from >= end) return end;
  let w = from >> 5;
  let word = words[w] & (-1 << (from & 31));
  const last = (end - 1) >> 5;
  while (word === 0) {
    if (++w > last) return end;
    word = words[w];
  }
  const index = (w << 5) + (31 - Math.clz32(word & -word));
  return index < end ? index : end;
}
