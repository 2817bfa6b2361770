/**
 * Every file of Stock.Indicators' expected values: compared (each field compared or left out, by name and with its
 * reason) or not shipped.
 */
import { averages } from "./averages.ts";
import type { FileComparison } from "./comparison.ts";
import { trend } from "./trend.ts";
import { volatility } from "./volatility.ts";

export const comparisons: readonly FileComparison[] = [...averages, ...trend, ...volatility];

const LATER = "not yet";
const NOT_A_COLUMN = "bricks, not one value a candle";

/** Files without a comparison, and why. */
export const notShipped: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "adl atr-stop awesome beta bop cci chaikin-osc chop cmf cmo corr crsi doji dpo dynamic fcb fisher force fractal heikinashi htl hurst kvo mama marubozu mfi obv pivot-points pivots pmo prs roc-wb roc rolling-pivots rsi sma-analysis smi stc stdev-channels stoch-rsi stoch tsi ulcer uo vol-stop vwap willr zigzag-close zigzag"
      .split(" ")
      .map((file) => [file, LATER]),
  ),
  "renko-atr": NOT_A_COLUMN,
  renko: NOT_A_COLUMN,
};
