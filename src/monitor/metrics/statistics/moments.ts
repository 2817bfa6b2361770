/** Moments and quantiles of a series. All give NaN where the series is too short; the metrics turn that into a reason. */

export type Series = ArrayLike<number>;

export function sum(values: Series): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index];
  return total;
}

export function mean(values: Series): number {
  return sum(values) / values.length;
}

/** Sum of squared distances from the mean. */
function sumOfSquares(values: Series): number {
  const centre = mean(values);
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const distance = values[index] - centre;
    total += distance * distance;
  }
  return total;
}

/** Sum of `(value - mean)` to a higher power. */
function centralSum(values: Series, power: 3 | 4): number {
  const centre = mean(values);
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const distance = values[index] - centre;
    const square = distance * distance;
    total += square * (power === 3 ? distance : square);
  }
  return total;
}

/** Standard deviation of a sample (divisor n - 1). */
export function standardDeviation(values: Series): number {
  return values.length < 2 ? NaN : Math.sqrt(sumOfSquares(values) / (values.length - 1));
}

/**
 * The deviation up to which a spread is nothing but rounding noise of the values it was computed from: a constant series
 * does not always give exactly zero, and dividing by that noise makes ratios of 1e16.
 */
export function noiseLevel(values: Series): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) largest = Math.max(largest, Math.abs(values[index]));
  return largest * 1e-12;
}

/** True when a deviation, or one that is not defined, says that the values do not vary. */
export function isNoise(deviation: number, values: Series): boolean {
  return !(deviation > noiseLevel(values));
}

/** Skewness g1 = m3 / m2^1.5 with population moments (divisor n). */
export function skewness(values: Series): number {
  const n = values.length;
  return centralSum(values, 3) / n / (sumOfSquares(values) / n) ** 1.5;
}

/** Raw kurtosis b2 = m4 / m2² with population moments; 3 for a normal distribution (excess kurtosis would be 0). */
export function rawKurtosis(values: Series): number {
  const n = values.length;
  return centralSum(values, 4) / n / (sumOfSquares(values) / n) ** 2;
}

/** Bias-adjusted skewness G1 (Fisher-Pearson, as in spreadsheets). Needs three values. */
export function adjustedSkewness(values: Series): number {
  const n = values.length;
  return n < 3 ? NaN : (skewness(values) * Math.sqrt(n * (n - 1))) / (n - 2);
}

/** Bias-adjusted *excess* kurtosis G2; 0 for a normal distribution. Needs four values. */
export function adjustedExcessKurtosis(values: Series): number {
  const n = values.length;
  return n < 4 ? NaN : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (rawKurtosis(values) - 3) + 6);
}

export function sorted(values: Series): Float64Array {
  return Float64Array.from(values).sort();
}

/** Quantile by linear interpolation between order statistics (Hyndman-Fan type 7) of an ascending series. */
export function quantileOfSorted(ascending: Series, probability: number): number {
  if (ascending.length === 0) return NaN;
  const position = (ascending.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
}

/** The same quantile of a series in any order, without sorting it whole: resampling asks for thousands of them. */
export function quantile(values: Series, probability: number): number {
  if (values.length === 0) return NaN;
  const copy = new Float64Array(values);
  const position = (copy.length - 1) * probability;
  const below = Math.floor(position);
  select(copy, below);
  if (position === below) return copy[below];
  let next = Infinity;
  for (let index = below + 1; index < copy.length; index++) if (copy[index] < next) next = copy[index];
  return copy[below] + (position - below) * (next - copy[below]);
}

/** Moves the value of this rank to its place, smaller ones before it, larger ones after it (Hoare's quickselect). */
function select(values: Float64Array, rank: number): void {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1];
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      const value = values[low];
      values[low++] = values[high];
      values[high--] = value;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else return;
  }
}

/** Covariance of two samples of equal length (divisor n - 1). */
export function covariance(left: Series, right: Series): number {
  const leftMean = mean(left);
  const rightMean = mean(right);
  let total = 0;
  for (let index = 0; index < left.length; index++) total += (left[index] - leftMean) * (right[index] - rightMean);
  return total / (left.length - 1);
}

/** Autocorrelation at a lag: sum of lagged products of the centred series over its sum of squares. */
export function autocorrelation(values: Series, lag: number): number {
  const centre = mean(values);
  let products = 0;
  for (let index = lag; index < values.length; index++)
    products += (values[index] - centre) * (values[index - lag] - centre);
  return products / sumOfSquares(values);
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance that the line explains, 0..1. */
  readonly rSquared: number;
  /** Standard error of the slope (divisor n - 2). */
  readonly slopeError: number;
}

/** Ordinary least squares of the series against 0, 1, 2, ... */
export function lineThrough(values: Series): Line {
  const n = values.length;
  const middle = (n - 1) / 2;
  const squares = (n * (n * n - 1)) / 12;
  const centre = mean(values);
  let products = 0;
  for (let index = 0; index < n; index++) products += (index - middle) * (values[index] - centre);
  const slope = products / squares;
  const total = sumOfSquares(values);
  const residual = Math.max(0, total - slope * products);
  return {
    slope,
    intercept: centre - slope * middle,
    rSquared: 1 - residual / total,
    slopeError: Math.sqrt(residual / (n - 2) / squares),
  };
}
