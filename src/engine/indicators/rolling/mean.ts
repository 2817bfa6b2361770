import { reciprocals, shares } from "./shares.ts";

/**
 * Mean of the last `length` values.
 *
 * The window lies over two stretches of `length` candles, as in `sum.ts`, each kept as means, which are joined by their
 * shares. So nothing drifts, a freak value is forgotten the moment it leaves, and the mean of equal values is exactly
 * that value: in a market that stands still, no comparison with the mean comes true by rounding.
 */
export class RollingMean {
  private readonly length: number;
  private readonly reciprocals: Float64Array;
  private readonly shares: Float64Array;
  /** Before `position`: values of the newer stretch. From there on: means to the end of the older one. */
  private readonly means: Float64Array;
  private position = 0;
  private newerMean = 0.5;

  constructor(length: number) {
    this.length = length;
    this.reciprocals = reciprocals(length);
    this.shares = shares(length);
    this.means = new Float64Array(length + 1).fill(NaN, 0, length);
    this.newerMean = 0;
  }

  /** Takes a value in and gives the mean; NaN until there are `length` values. */
  next(value: number): number {
    const { means } = this;
    const newer = this.position + 1;
    const newerMean = this.newerMean + (value - this.newerMean) * this.reciprocals[newer];
    means[newer - 1] = value;
    this.newerMean = newerMean;
    this.position = newer;
    const olderMean = means[newer];
    const mean = olderMean + (newerMean - olderMean) * this.shares[newer];
    if (newer === this.length) this.fold();
    return mean;
  }

  private fold(): void {
    const { length, means } = this;
    let mean = means[length - 1];
    for (let i = length - 2; i >= 0; i--) {
      mean += (means[i] - mean) * this.reciprocals[length - i];
      means[i] = mean;
    }
    this.position = 0;
    this.newerMean = 0;
  }
}
