import { reciprocals, shares } from "./shares.ts";

/**
 * The straight line of least squares through the last `length` values.
 *
 * The window lies over two stretches, and means, squared deviations and products of deviations (value times place) are
 * joined as in `moments.ts`: nothing is subtracted that was added before. The steps stand here once more because built on
 * `RollingMoments`, which must then go through the window a second time, a candle takes a quarter longer (measured).
 */
export class RollingRegression {
  private readonly length: number;
  private readonly reciprocals: Float64Array;
  private readonly shares: Float64Array;
  /** Sum of squared deviations of the places 0 to length - 1 from their mean. */
  private readonly placeSquares: number;
  /** Before `position`: values of the newer stretch. From there on: means to the end of the older one. */
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  private readonly products: Float64Array;
  private position = 0;
  private newerMean = 0.5;
  private newerSquares = 0.5;
  private newerProducts = 0.5;
  /** Of the window; NaN until there are `length` values. */
  mean = NaN;
  /** Sum of squared deviations from the mean. */
  sumOfSquares = NaN;
  /** Change of the line from one candle to the next. */
  slope = NaN;

  constructor(length: number) {
    this.length = length;
    this.reciprocals = reciprocals(length);
    this.shares = shares(length);
    this.placeSquares = (length * (length * length - 1)) / 12;
    this.means = new Float64Array(length + 1).fill(NaN, 0, length);
    this.squares = new Float64Array(length + 1);
    this.products = new Float64Array(length + 1);
    this.newerMean = 0;
    this.newerSquares = 0;
    this.newerProducts = 0;
  }

  /** Takes a value in; the line is read from the fields. */
  next(value: number): void {
    const { length, means } = this;
    const newer = this.position + 1;
    const older = length - newer;
    const deviation = value - this.newerMean;
    const newerMean = this.newerMean + deviation * this.reciprocals[newer];
    const newerSquares = this.newerSquares + deviation * (value - newerMean);
    // The new place lies newer / 2 beyond the mean of those before it; Welford's step takes (newer - 1) / newer of that.
    const newerProducts = this.newerProducts + deviation * (newer - 1) * 0.5;
    means[newer - 1] = value;
    this.newerMean = newerMean;
    this.newerSquares = newerSquares;
    this.newerProducts = newerProducts;
    this.position = newer;
    const olderMean = means[newer];
    const distance = newerMean - olderMean;
    const part = distance * this.shares[newer];
    this.mean = olderMean + part;
    this.sumOfSquares = this.squares[newer] + newerSquares + part * distance * older;
    // The mean places of the two stretches are always half the window apart.
    this.slope = (this.products[newer] + newerProducts + distance * newer * older * 0.5) / this.placeSquares;
    if (newer === length) this.fold();
  }

  /** The line at the newest candle. */
  end(): number {
    return this.mean + (this.slope * (this.length - 1)) / 2;
  }

  /** Share of the variance that the line explains, 0 to 1; NaN where there is none. */
  rSquared(): number {
    return (this.slope * this.slope * this.placeSquares) / this.sumOfSquares;
  }

  private fold(): void {
    const { length, means, squares, products } = this;
    let mean = means[length - 1];
    let sumOfSquares = 0;
    let sumOfProducts = 0;
    squares[length - 1] = 0;
    products[length - 1] = 0;
    for (let i = length - 2; i >= 0; i--) {
      const after = length - 1 - i;
      const deviation = means[i] - mean;
      const step = deviation * this.reciprocals[after + 1];
      mean += step;
      sumOfSquares += deviation * step * after;
      sumOfProducts -= deviation * after * 0.5;
      means[i] = mean;
      squares[i] = sumOfSquares;
      products[i] = sumOfProducts;
    }
    this.position = 0;
    this.newerMean = 0;
    this.newerSquares = 0;
    this.newerProducts = 0;
  }
}
