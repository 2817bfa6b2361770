/**
 * Three exponential averages in a row: each smooths the one before. All three start from the mean of the first `length`
 * values, so none of them waits for the one before to warm up.
 */
export class ChainedSmoothing {
  private readonly length: number;
  private readonly weight: number;
  private mean = 0.5;
  private count = 0;
  /** The average of the values; NaN until there are `length`. */
  first = NaN;
  /** The average of `first`. */
  second = NaN;
  /** The average of `second`. */
  third = NaN;

  constructor(length: number) {
    this.length = length;
    this.weight = 2 / (length + 1);
    this.mean = 0;
  }

  /** Takes a value in; the averages are read from the fields. */
  next(value: number): void {
    if (this.count === this.length) {
      this.first += this.weight * (value - this.first);
      this.second += this.weight * (this.first - this.second);
      this.third += this.weight * (this.second - this.third);
      return;
    }
    this.count++;
    this.mean += (value - this.mean) / this.count;
    if (this.count === this.length) this.first = this.second = this.third = this.mean;
  }
}
