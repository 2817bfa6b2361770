/**
 * Highest and lowest of the last `length` values, in constant time whatever the values do.
 *
 * The window lies over two stretches of `length` candles: the older one is kept as extremes from each place to its end,
 * the newer one as one extreme from its beginning (van Herk 1992, Gil and Werman 1993). It takes two comparisons a
 * candle and no branch that depends on the data.
 */

/** Highest of the last `length` values. */
export class RollingHighest {
  /** Before `position`: values of the newer stretch. From there on: extremes to the end of the older one. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = -Infinity;

  constructor(length: number) {
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.ring[length] = -Infinity;
  }

  /** Takes a value in and gives the highest; NaN until there are `length` values. */
  next(value: number): number {
    const { ring, position } = this;
    ring[position] = value;
    this.newer = Math.max(this.newer, value);
    const highest = Math.max(ring[position + 1], this.newer);
    this.position = position + 1;
    if (this.position === ring.length - 1) this.fold();
    return highest;
  }

  private fold(): void {
    const { ring } = this;
    for (let i = ring.length - 3; i >= 0; i--) ring[i] = Math.max(ring[i], ring[i + 1]);
    this.position = 0;
    this.newer = -Infinity;
  }
}

/** Lowest of the last `length` values. */
export class RollingLowest {
  /** As in `RollingHighest`. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = Infinity;

  constructor(length: number) {
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.ring[length] = Infinity;
  }

  /** Takes a value in and gives the lowest; NaN until there are `length` values. */
  next(value: number): number {
    const { ring, position } = this;
    ring[position] = value;
    this.newer = Math.min(this.newer, value);
    const lowest = Math.min(ring[position + 1], this.newer);
    this.position = position + 1;
    if (this.position === ring.length - 1) this.fold();
    return lowest;
  }

  private fold(): void {
    const { ring } = this;
    for (let i = ring.length - 3; i >= 0; i--) ring[i] = Math.min(ring[i], ring[i + 1]);
    this.position = 0;
    this.newer = Infinity;
  }
}
