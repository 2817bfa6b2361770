/**
 * Every file of Stock.Indicators' expected values: compared (each field compared or left out, by name and with its
 * reason) or not shipped.
 */
import { averages } from "./averages.ts";
import { candles } from "./candles.ts";
import type { FileComparison } from "./comparison.ts";
import { cycles } from "./cycles.ts";
import { momentumComparisons } from "./momentum.ts";
import { pairs } from "./pairs.ts";
import { trend } from "./trend.ts";
import { volatility } from "./volatility.ts";
import { volume } from "./volume.ts";

export const comparisons: readonly FileComparison[] = [
  ...averages,
  ...trend,
  ...cycles,
  ...momentumComparisons,
  ...volatility,
  ...volume,
  ...candles,
  ...pairs,
];

const NOT_A_COLUMN = "bricks, not one value a candle";
const LOOKS_AHEAD = "drawn back over earlier candles once later ones are known";
const OTHER = "an indicator that is not shipped";

/** Files without a comparison, and why. */
export const notShipped: Readonly<Record<string, string>> = {
<<<<<<< HEAD
  ...Object.fromEntries(
    "hurst sma-analysis zigzag-close zigzag".split(" ").map((file) => [file, LATER]),
  ),
  "renko-atr": NOT_A_COLUMN,
=======
  dynamic: OTHER,
  htl: OTHER,
  hurst: OTHER,
  mama: OTHER,
>>>>>>> main
  renko: NOT_A_COLUMN,
  "renko-atr": NOT_A_COLUMN,
  "stdev-channels": LOOKS_AHEAD,
  zigzag: LOOKS_AHEAD,
  "zigzag-close": LOOKS_AHEAD,
};
