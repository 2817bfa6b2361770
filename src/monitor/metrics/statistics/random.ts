/** A small seeded generator for resampling: the same seed gives the same intervals on every machine. */

/**
 * sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand): 128 bits of state, period at least 2^32.
 * @param seed any integer; only its low 32 bits count
 * @returns uniform numbers in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return (result >>> 0) / 4_294_967_296;
  };
  // Neighbouring seeds start close together; a few rounds drive them apart.
  for (let round = 0; round < 15; round++) next();
  return next;
}
