/** A small seeded generator for resampling: the same seed gives the same intervals on every machine. */

/** sfc32 ("small fast counting", Chris Doty-Humphrey, PractRand): 128 bits of state, period at least 2^32. */
export class SeededRandom {
  // Small integers from the start: V8 keeps a field that ever held another kind of number in a box.
  #a = 0x9e3779b9 | 0;
  #b = 0x243f6a88;
  #c = 0;
  #counter = 1;

  /** @param seed any integer; only its low 32 bits count */
  constructor(seed: number) {
    this.#c = seed | 0;
    // Neighbouring seeds start close together; a few rounds drive them apart.
    for (let round = 0; round < 15; round++) this.next();
  }

  /** @returns a uniform number in [0, 1) */
  next(): number {
    const b = this.#b;
    const c = this.#c;
    const result = (this.#a + b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = b ^ (b >>> 9);
    this.#b = (c + (c << 3)) | 0;
    this.#c = (((c << 21) | (c >>> 11)) + result) | 0;
    return (result >>> 0) / 4_294_967_296;
  }
}
