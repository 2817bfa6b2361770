/** A seeded stream of random numbers, the same bit for bit on every machine: integer arithmetic, and V8's own logarithm. */

/**
 * sfc32, the small fast counting generator of Chris Doty-Humphrey (PractRand), seeded through splitmix32.
 * Passes PractRand; period at least 2^32. Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  /** The second number of a pair of normals, kept for the next call. */
  #spare = Number.NaN;

  /** @param seed any integer; equal seeds give equal streams */
  constructor(seed: number) {
    let state = seed | 0;
    const splitmix = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = splitmix();
    this.#b = splitmix();
    this.#c = splitmix() ^ Math.floor(seed / 2 ** 32);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** Strictly between 0 and 1: its logarithm is always finite. */
  uniform(): number {
    return (this.uint32() + 0.5) / 4294967296;
  }

  /** Standard normal (Marsaglia's polar method: no sine or cosine). */
  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const value = this.#spare;
      this.#spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const square = u * u + v * v;
      if (square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** Whole number from 1 on with the given mean (geometric). */
  geometric(mean: number): number {
    return 1 + Math.floor(Math.log(this.uniform()) / Math.log(1 - 1 / Math.max(mean, 1.0001)));
  }
}
