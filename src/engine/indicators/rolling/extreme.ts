/**
 * Highest and lowest of the last `length` values, in constant time whatever the values do.
 *
 * The window lies over two stretches of `length` candles: the older one is kept as extremes from each place to its end,
 * the newer one as one extreme from its beginning (van Herk 1992, Gil and Werman 1993). It takes three comparisons
 * a candle.
 */

/** Highest of the last `length` values. */
export class RollingHighest {
  private readonly length: number;
  /** Before `position`: values of the newer stretch. From there on: extremes to the end of the older one. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = -Infinity;

  constructor(length: number) {
    this.length = length;
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.ring[length] = -Infinity;
  }

  /** Takes a value in and gives the highest; NaN until there are `length` values. */
  next(value: number): number {
    const { ring } = this;
    const position = this.position + 1;
    const newer = Math.max(this.newer, value);
    ring[position - 1] = value;
    this.position = position;
    this.newer = newer;
    const highest = Math.max(ring[position], newer);
    if (position === this.length) this.fold();
    return highest;
  }

  private fold(): void {
    const { ring } = this;
    let highest = -Infinity;
    for (let i = this.length - 1; i >= 0; i--) {
      highest = Math.max(highest, ring[i]);
      ring[i] = highest;
    }
    this.position = 0;
    this.newer = -Infinity;
  }
}

/** Lowest of the last `length` values. */
export class RollingLowest {
  private readonly length: number;
  /** As in `RollingHighest`. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = Infinity;

  constructor(length: number) {
    this.length = length;
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.ring[length] = Infinity;
  }

  /** Takes a value in and gives the lowest; NaN until there are `length` values. */
  next(value: number): number {
    const { ring } = this;
    const position = this.position + 1;
    const newer = Math.min(this.newer, value);
    ring[position - 1] = value;
    this.position = position;
    this.newer = newer;
    const lowest = Math.min(ring[position], newer);
    if (position === this.length) this.fold();
    return lowest;
  }

  private fold(): void {
    const { ring } = this;
    let lowest = Infinity;
    for (let i = this.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, ring[i]);
      ring[i] = lowest;
    }
    this.position = 0;
    this.newer = Infinity;
  }
}
