/**
 * Weighted mean of the last `length` values, for weights that are not negative.
 *
 * The window lies over two stretches, each kept as weights and means, which are joined by their shares, as in
 * `mean.ts`: nothing drifts, and the mean of equal values is exactly that value whatever their weights.
 */
export class RollingWeightedMean {
  private readonly length: number;
  /** Before `position`: values of the newer stretch. From there on: means to the end of the older one. */
  private readonly means: Float64Array;
  /** Likewise its weights, and sums of weights to the end of the older stretch. */
  private readonly weights: Float64Array;
  private position = 0;
  private newerMean = 0.5;
  private newerWeight = 0.5;

  constructor(length: number) {
    this.length = length;
    this.means = new Float64Array(length + 1);
    this.weights = new Float64Array(length + 1).fill(NaN, 0, length);
    this.newerMean = 0;
    this.newerWeight = 0;
  }

  /** Takes a value in and gives the mean; NaN until there are `length` values, and where all weights are 0. */
  next(value: number, weight: number): number {
    const { means, weights } = this;
    const newer = this.position + 1;
    means[newer - 1] = value;
    weights[newer - 1] = weight;
    this.newerWeight += weight;
    if (weight !== 0) this.newerMean += (value - this.newerMean) * (weight / this.newerWeight);
    this.position = newer;
    const olderMean = means[newer];
    const share = this.newerWeight / (weights[newer] + this.newerWeight);
    const mean = olderMean + (this.newerMean - olderMean) * share;
    if (newer === this.length) this.fold();
    return mean;
  }

  private fold(): void {
    const { length, means, weights } = this;
    for (let i = length - 2; i >= 0; i--) {
      const weight = weights[i];
      weights[i] += weights[i + 1];
      // A value without weight changes nothing, but stands in where none has any.
      if (weights[i] !== 0) means[i] = means[i + 1] + (means[i] - means[i + 1]) * (weight / weights[i]);
    }
    this.position = 0;
    this.newerMean = 0;
    this.newerWeight = 0;
  }
}
