/** Realised volatility as a column, for the sizing rule that targets one. */
import { divide, logarithm, multiply, squareRoot, subtract } from "../expression/arithmetic.ts";
import { lag } from "../expression/history.ts";
import type { Series } from "../expression/node.ts";
import { marketOf } from "../expression/sources.ts";
import { sma } from "../indicators/sma.ts";

const YEAR_MS = 365 * 86_400_000;

/** Standard deviation of the logarithmic returns of `lookbackCandles`, scaled to a year of 365 days. */
export function annualVolatility(role: string, lookbackCandles: number, timeframeMs: number): Series {
  const { close } = marketOf(role);
  const returns = logarithm(divide(close, lag(close, 1)));
  const mean = sma(returns, lookbackCandles);
  const variance = subtract(sma(multiply(returns, returns), lookbackCandles), multiply(mean, mean));
  return multiply(squareRoot(variance), Math.sqrt(YEAR_MS / timeframeMs));
}
