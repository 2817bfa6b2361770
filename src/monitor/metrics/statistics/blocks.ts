/** The blocks of a stationary bootstrap: where in the series each one starts, and how long it is. */
import { SeededRandom } from "./random.ts";

/** Mean block length n^(1/3), the usual rate for a variance; at least 1. */
export function meanBlockLength(count: number): number {
  return Math.max(1, Math.round(Math.cbrt(count)));
}

/**
 * Draws blocks of geometrically distributed length, whose mean is `meanBlockLength`, from a series taken as a circle.
 * One draw a block, not one a value: the length comes from the inverse of the distribution.
 */
export class BlockDraws {
  /** Index in the series of the piece drawn last. */
  start = 0;
  /** Length of that piece; it ends with the series at the latest. */
  length = 0;
  readonly #count: number;
  readonly #random: SeededRandom;
  readonly #logOfContinuing: number;
  /** What is left of the block, from the series' beginning on. */
  #rest = 0;

  constructor(count: number, seed: number) {
    this.#count = count;
    this.#random = new SeededRandom(seed);
    this.#logOfContinuing = Math.log(1 - 1 / meanBlockLength(count));
  }

  /**
   * Moves on to the next piece.
   * @param room values that the resample still lacks; the piece that fills it ends its block
   */
  next(room: number): void {
    const continues = this.#rest > 0;
    const start = continues ? 0 : Math.floor(this.#random.next() * this.#count);
    const block = continues ? this.#rest : 1 + Math.floor(Math.log(1 - this.#random.next()) / this.#logOfContinuing);
    const length = Math.min(block, room, this.#count - start);
    this.#rest = length === room ? 0 : block - length;
    this.start = start;
    this.length = length;
  }
}
