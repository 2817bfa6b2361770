/** Realised volatility as a column, for the sizing rule that targets one. */
import { divide, logarithm, multiply } from "../expression/arithmetic.ts";
import { lag } from "../expression/history.ts";
import type { Series } from "../expression/node.ts";
import { marketOf } from "../expression/sources.ts";
import { standardDeviation } from "../indicators/standard-deviation.ts";

const YEAR_MS = 365 * 86_400_000;

/** Standard deviation of the logarithmic returns of `lookbackCandles`, scaled to a year of 365 days. */
export function annualVolatility(role: string, lookbackCandles: number, timeframeMs: number): Series {
  const { close } = marketOf(role);
  const returns = logarithm(divide(close, lag(close, 1)));
  return multiply(standardDeviation(returns, lookbackCandles), Math.sqrt(YEAR_MS / timeframeMs));
}
