/**
 * Exponential smoothing that starts from the mean of its first `length` values.
 * Wilder's smoothing is the same with another weight: `Smoothing.wilder(14)`.
 */
export class Smoothing {
  private readonly length: number;
  private readonly weight: number;
  private value = NaN;
  private mean = 0.5;
  private count = 0;

  /** @param weight of each new value, 0 to 1 */
  constructor(length: number, weight: number) {
    this.length = length;
    this.weight = weight;
    this.mean = 0;
  }

  /** The weight of an exponential moving average: 2 / (length + 1). */
  static exponential(length: number): Smoothing {
    return new Smoothing(length, 2 / (length + 1));
  }

  /** Wilder's weight: 1 / length (New Concepts in Technical Trading Systems, 1978). */
  static wilder(length: number): Smoothing {
    return new Smoothing(length, 1 / length);
  }

  /** Takes a value in and gives the average; NaN until there are `length` values. */
  next(value: number): number {
    if (this.count === this.length) {
      this.value += this.weight * (value - this.value);
      return this.value;
    }
    this.count++;
    // A growing mean, not a sum: over equal values it is exactly that value, so two averages of them are equal.
    this.mean += (value - this.mean) / this.count;
    if (this.count === this.length) this.value = this.mean;
    return this.value;
  }
}
