/**
 * How much a Sharpe ratio proves: its standard error, the probability that the true one exceeds a threshold, and the
 * sample that a proof would need. All ratios here are per period (not annualised); kurtosis is raw (3 for a normal
 * distribution): feeding excess kurtosis is the classic mistake, and gives a variance that is half too small.
 * Sources: Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier", 2012 (PSR, MinTRL) and "The Deflated Sharpe
 * Ratio", 2014; López de Prado, Lipton & Zoonekynd, "How to Use the Sharpe Ratio", SSRN 5520741, 2025.
 */
import { normalCumulative, normalQuantile } from "./normal.ts";

/** What is known about the sample of returns. */
export interface SharpeSample {
  /** Mean over standard deviation, per period. */
  readonly sharpe: number;
  /** Number of returns. */
  readonly count: number;
  readonly skewness: number;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis: number;
}

/**
 * `2012`: variance at the estimated ratio, divided by n - 1.
 * `2025`: variance at the ratio of the null hypothesis, divided by n.
 */
export type SharpeForm = "2012" | "2025";

/** Variance of the estimator times the number of observations: 1 - g3 SR + (g4 - 1)/4 SR². */
function scaledVariance(sharpe: number, sample: SharpeSample): number {
  return 1 - sample.skewness * sharpe + ((sample.kurtosis - 1) / 4) * sharpe * sharpe;
}

/** Standard error of the estimated ratio, per period (2012 form: at the estimate, n - 1). */
export function sharpeStandardError(sample: SharpeSample): number {
  return Math.sqrt(scaledVariance(sample.sharpe, sample) / (sample.count - 1));
}

/**
 * Probabilistic Sharpe ratio: the probability, under the estimate's normal approximation, that the true ratio is
 * above `threshold`. NaN where the moments make the variance negative.
 */
export function probabilisticSharpe(sample: SharpeSample, threshold: number, form: SharpeForm): number {
  const variance =
    form === "2012"
      ? scaledVariance(sample.sharpe, sample) / (sample.count - 1)
      : scaledVariance(threshold, sample) / sample.count;
  return normalCumulative((sample.sharpe - threshold) / Math.sqrt(variance));
}

/**
 * Minimum track record length: the number of returns from which on `probabilisticSharpe` would exceed `confidence`
 * if the ratio and the moments stayed as they are. Infinity when the ratio is not above the threshold.
 */
export function minimumTrackRecordLength(
  sample: Omit<SharpeSample, "count">,
  threshold: number,
  confidence: number,
  form: SharpeForm,
): number {
  if (sample.sharpe <= threshold) return Infinity;
  const at = { ...sample, count: NaN };
  const distance = (normalQuantile(confidence) / (sample.sharpe - threshold)) ** 2;
  return form === "2012" ? 1 + scaledVariance(sample.sharpe, at) * distance : scaledVariance(threshold, at) * distance;
}

const EULER_MASCHERONI = 0.5772156649015329;

/** Expected maximum of `trials` independent standard normal values (Bailey & López de Prado 2014, equation 1). */
export function expectedMaximum(trials: number): number {
  return (
    (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) +
    EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E))
  );
}

/** The Sharpe ratio that the best of `trials` worthless strategies is expected to show, per period. */
export function expectedMaximumSharpe(trials: number, varianceOfTrials: number): number {
  return Math.sqrt(varianceOfTrials) * expectedMaximum(trials);
}

/** Deflated Sharpe ratio: the probabilistic ratio against what the best of `trials` worthless strategies would show. */
export function deflatedSharpe(
  sample: SharpeSample,
  trials: number,
  varianceOfTrials: number,
  form: SharpeForm,
): number {
  return probabilisticSharpe(sample, expectedMaximumSharpe(trials, varianceOfTrials), form);
}

/**
 * Minimum backtest length in years: below it, the best of `trials` worthless strategies is expected to reach the
 * annual Sharpe ratio `sharpe` in sample. Source: Bailey, Borwein, López de Prado & Zhu, "Pseudo-Mathematics and
 * Financial Charlatanism", 2014.
 */
export function minimumBacktestYears(trials: number, sharpe: number): number {
  return (expectedMaximum(trials) / sharpe) ** 2;
}
