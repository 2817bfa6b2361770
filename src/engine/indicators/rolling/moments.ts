import { reciprocals, shares } from "./shares.ts";

/**
 * Mean and variance over the last `length` values.
 *
 * The window lies over two stretches of `length` candles, as in `sum.ts`: for the older one, mean and sum of squared
 * deviations are kept from each place to its end; for the newer one they grow by Welford's method (Technometrics 4,
 * 1962). The two are joined by the formula of Chan, Golub and LeVeque (1979). No large numbers are ever subtracted from
 * each other, so a window of equal values has a variance of exactly 0, and prices of 1e12 lose no digits.
 */
export class RollingMoments {
  private readonly length: number;
  private readonly reciprocals: Float64Array;
  private readonly shares: Float64Array;
  /** Before `position`: values of the newer stretch. From there on: means to the end of the older one. */
  private readonly means: Float64Array;
  /** Sums of squared deviations to the end of the older stretch. */
  private readonly squares: Float64Array;
  private position = 0;
  private newerMean = 0.5;
  private newerSquares = 0.5;
  /** Of the window; NaN until there are `length` values. */
  mean = NaN;
  /** Sum of squared deviations from the mean. */
  sumOfSquares = NaN;

  constructor(length: number) {
    this.length = length;
    this.reciprocals = reciprocals(length);
    this.shares = shares(length);
    this.means = new Float64Array(length + 1).fill(NaN, 0, length);
    this.squares = new Float64Array(length + 1);
    this.newerMean = 0;
    this.newerSquares = 0;
  }

  /** Takes a value in; mean and sum of squares are read from the fields. */
  next(value: number): void {
    const { length, means } = this;
    const newer = this.position + 1;
    const older = length - newer;
    const deviation = value - this.newerMean;
    const newerMean = this.newerMean + deviation * this.reciprocals[newer];
    const newerSquares = this.newerSquares + deviation * (value - newerMean);
    means[newer - 1] = value;
    this.newerMean = newerMean;
    this.newerSquares = newerSquares;
    this.position = newer;
    const olderMean = means[newer];
    const distance = newerMean - olderMean;
    const part = distance * this.shares[newer];
    this.mean = olderMean + part;
    this.sumOfSquares = this.squares[newer] + newerSquares + part * distance * older;
    if (newer === length) this.fold();
  }

  private fold(): void {
    const { length, means, squares } = this;
    let mean = means[length - 1];
    let sumOfSquares = 0;
    squares[length - 1] = 0;
    for (let i = length - 2; i >= 0; i--) {
      const count = length - i;
      const deviation = means[i] - mean;
      const step = deviation * this.reciprocals[count];
      mean += step;
      sumOfSquares += deviation * step * (count - 1);
      means[i] = mean;
      squares[i] = sumOfSquares;
    }
    this.position = 0;
    this.newerMean = 0;
    this.newerSquares = 0;
  }
}
