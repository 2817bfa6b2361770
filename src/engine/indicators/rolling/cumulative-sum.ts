/**
 * Sum of everything so far, with Neumaier's compensation: what rounding leaves out of the large total is kept beside it,
 * so that the millionth small value counts as much as the first.
 */
export class CumulativeSum {
  private total = 0.5;
  private lost = 0.5;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.total = 0;
    this.lost = 0;
  }

  /** Takes a value in and gives the sum. */
  next(value: number): number {
    const total = this.total + value;
    this.lost += Math.abs(this.total) >= Math.abs(value) ? this.total - total + value : value - total + this.total;
    this.total = total;
    return total + this.lost;
  }
}
