/**
 * Sum over the last `length` values.
 *
 * Nothing is ever subtracted, so nothing drifts and a freak value is forgotten the moment it leaves. The window lies
 * over two stretches of `length` candles: the older one is kept as sums from each place to its end, the newer one as one
 * sum from its beginning. Adding the two gives the window; when the newer stretch is full, it is folded into the older
 * kind: `length` additions once in `length` candles.
 */
export class RollingSum {
  private readonly length: number;
  /** Before `position`: values of the newer stretch. From there on: sums to the end of the older one, then a 0. */
  private readonly ring: Float64Array;
  private position = 0;
  private newer = 0.5;

  constructor(length: number) {
    this.length = length;
    this.ring = new Float64Array(length + 1).fill(NaN, 0, length);
    this.newer = 0;
  }

  /** Takes a value in and gives the sum; NaN until there are `length` values. */
  next(value: number): number {
    const { ring } = this;
    const position = this.position + 1;
    const newer = this.newer + value;
    ring[position - 1] = value;
    this.position = position;
    this.newer = newer;
    const sum = ring[position] + newer;
    if (position === this.length) this.fold();
    return sum;
  }

  private fold(): void {
    const { ring } = this;
    let sum = 0;
    for (let i = this.length - 1; i >= 0; i--) {
      sum += ring[i];
      ring[i] = sum;
    }
    this.position = 0;
    this.newer = 0;
  }
}
