/** Ready factors for rolling means: a product is several times faster than a division. */

/** 1 / count at each count up to the length. */
export function reciprocals(length: number): Float64Array {
  return Float64Array.from({ length: length + 1 }, (_, count) => 1 / count);
}

/** count / length at each count up to the length: exactly 1 at the last. */
export function shares(length: number): Float64Array {
  return Float64Array.from({ length: length + 1 }, (_, count) => count / length);
}
