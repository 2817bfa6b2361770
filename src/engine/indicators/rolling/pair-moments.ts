import { reciprocals, shares } from "./shares.ts";

/**
 * Variances and covariance of two series over the last `length` values: `RollingMoments` for pairs, with the same two
 * stretches and the same joining of parts, so that equal values have a variance of exactly 0.
 */
export class PairMoments {
  private readonly length: number;
  private readonly reciprocals: Float64Array;
  private readonly shares: Float64Array;
  /** Before `position`: values of the newer stretch. From there on: means to the end of the older one. */
  private readonly leftMeans: Float64Array;
  private readonly rightMeans: Float64Array;
  /** Sums of squared deviations, and of their products, to the end of the older stretch. */
  private readonly leftSquares: Float64Array;
  private readonly rightSquares: Float64Array;
  private readonly products: Float64Array;
  private position = 0;
  private newerLeft = 0.5;
  private newerRight = 0.5;
  private newerLeftSquares = 0.5;
  private newerRightSquares = 0.5;
  private newerProducts = 0.5;
  /** Sums over the window of (left - mean)^2, (right - mean)^2 and their product; NaN until there are `length` values. */
  leftSquaresSum = NaN;
  rightSquaresSum = NaN;
  productsSum = NaN;

  constructor(length: number) {
    this.length = length;
    this.reciprocals = reciprocals(length);
    this.shares = shares(length);
    this.leftMeans = new Float64Array(length + 1).fill(NaN, 0, length);
    this.rightMeans = new Float64Array(length + 1).fill(NaN, 0, length);
    this.leftSquares = new Float64Array(length + 1);
    this.rightSquares = new Float64Array(length + 1);
    this.products = new Float64Array(length + 1);
    this.beginStretch();
  }

  /** Takes a pair in; the sums are read from the fields. */
  next(left: number, right: number): void {
    const { length, leftMeans, rightMeans } = this;
    const newer = this.position + 1;
    const reciprocal = this.reciprocals[newer];
    const deviationLeft = left - this.newerLeft;
    const deviationRight = right - this.newerRight;
    const newerLeft = this.newerLeft + deviationLeft * reciprocal;
    const newerRight = this.newerRight + deviationRight * reciprocal;
    leftMeans[newer - 1] = left;
    rightMeans[newer - 1] = right;
    this.newerLeft = newerLeft;
    this.newerRight = newerRight;
    this.newerLeftSquares += deviationLeft * (left - newerLeft);
    this.newerRightSquares += deviationRight * (right - newerRight);
    this.newerProducts += deviationLeft * (right - newerRight);
    this.position = newer;
    const distanceLeft = newerLeft - leftMeans[newer];
    const distanceRight = newerRight - rightMeans[newer];
    const weight = this.shares[newer] * (length - newer);
    this.leftSquaresSum = this.leftSquares[newer] + this.newerLeftSquares + distanceLeft * distanceLeft * weight;
    this.rightSquaresSum = this.rightSquares[newer] + this.newerRightSquares + distanceRight * distanceRight * weight;
    this.productsSum = this.products[newer] + this.newerProducts + distanceLeft * distanceRight * weight;
    if (newer === length) this.fold();
  }

  private fold(): void {
    const { length, leftMeans, rightMeans, leftSquares, rightSquares, products } = this;
    let leftMean = leftMeans[length - 1];
    let rightMean = rightMeans[length - 1];
    leftSquares[length - 1] = 0;
    rightSquares[length - 1] = 0;
    products[length - 1] = 0;
    for (let i = length - 2; i >= 0; i--) {
      const count = length - i;
      const left = leftMeans[i] - leftMean;
      const right = rightMeans[i] - rightMean;
      const leftStep = left * this.reciprocals[count];
      leftMean += leftStep;
      rightMean += right * this.reciprocals[count];
      leftSquares[i] = leftSquares[i + 1] + left * leftStep * (count - 1);
      rightSquares[i] = rightSquares[i + 1] + right * right * this.reciprocals[count] * (count - 1);
      products[i] = products[i + 1] + right * leftStep * (count - 1);
      leftMeans[i] = leftMean;
      rightMeans[i] = rightMean;
    }
    this.beginStretch();
  }

  private beginStretch(): void {
    this.position = 0;
    this.newerLeft = 0;
    this.newerRight = 0;
    this.newerLeftSquares = 0;
    this.newerRightSquares = 0;
    this.newerProducts = 0;
  }
}
