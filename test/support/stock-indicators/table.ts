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
const SLOW = "not shipped: each candle takes hundreds of times as long as an average does";

/** Files without a comparison, and why. */
export const notShipped: Readonly<Record<string, string>> = {
  hurst: SLOW,
  renko: NOT_A_COLUMN,
  "renko-atr": NOT_A_COLUMN,
  zigzag: LOOKS_AHEAD,
  "zigzag-close": LOOKS_AHEAD,
};
