/**
 * Sum over the last `length` values.
 *
 * Nothing is ever subtracted, so nothing drifts and a freak value is forgotten the moment it leaves. The window lies
 * over two stretches of `length` candles: the older one is kept as sums from each place to its end, the newer one as one
 * sum from its beginning. Adding the two gives the window; when the newer stretch is full, it is folded into the older
 * kind: `length` additions once in `length` candles.
 */
export class RollingSum {
  /** Before `position`: values of the newer stretch. From there on: sums to the end of the older one, then a 0. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = 0.5;

  constructor(length: number) {
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.newer = 0;
  }

  /** Takes a value in and gives the sum; NaN until there are `length` values. */
  next(value: number): number {
    const { ring, position } = this;
    ring[position] = value;
    this.newer += value;
    const sum = ring[position + 1] + this.newer;
    this.position = position + 1;
    if (this.position === ring.length - 1) this.fold();
    return sum;
  }

  private fold(): void {
    const { ring } = this;
    for (let i = ring.length - 3; i >= 0; i--) ring[i] += ring[i + 1];
    this.position = 0;
    this.newer = 0;
  }
}
