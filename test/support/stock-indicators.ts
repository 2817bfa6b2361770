/**
 * Which expression answers to which field of Stock.Indicators' expected values. Files in alphabetical order; each is
 * either compared or not shipped, each field either compared or left out, by name and with its reason.
 */
import { add } from "../../src/engine/expression/arithmetic.ts";
import type { Series } from "../../src/engine/expression/node.ts";
import { marketOf } from "../../src/engine/expression/sources.ts";
import { ema } from "../../src/engine/indicators/ema.ts";
import { sma } from "../../src/engine/indicators/sma.ts";

export interface FieldComparison {
  readonly series: Series;
  /** Rows before this one are not compared: another seed, whose weight has died away by then. */
  readonly convergesAt?: number;
  /** The oracle dates a value back to the candle it speaks of; it is known this many candles later. */
  readonly confirmedAfter?: number;
  /** Relative; 1e-9 where not given. */
  readonly tolerance?: number;
}

export interface FileComparison {
  /** `results/<file>.standard.json`. */
  readonly file: string;
  /** Part of the call that made the file, as in its `params.json`. */
  readonly call: string;
  readonly compared: Readonly<Record<string, FieldComparison>>;
  readonly leftOut?: Readonly<Record<string, string>>;
}

const { close } = marketOf();

export const comparisons: readonly FileComparison[] = [
  { file: "barpart", call: "ToBarPart(CandlePart.Close)", compared: { value: { series: add(close, 0) } } },
  { file: "ema", call: "ToEma(20)", compared: { ema: { series: ema(close, 20) } } },
  { file: "sma", call: "ToSma(20)", compared: { sma: { series: sma(close, 20) } } },
];

const LATER = "not yet";
const NOT_A_COLUMN = "bricks, not one value a candle";

/** Files without a comparison, and why. */
export const notShipped: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "adl adx alligator alma aroon atr-stop atr awesome bb beta bop cci chaikin-osc chexit chop cmf cmo corr crsi dema doji donchian dpo dynamic elder-ray epma fcb fisher force fractal gator heikinashi hma htl hurst ichimoku kama keltner kvo ma-env macd mama marubozu mfi obv pivot-points pivots pmo prs psar pvo roc-wb roc rolling-pivots rsi slope sma-analysis smi smma starc stc stdev-channels stdev stoch-rsi stoch supertrend t3 tema tr trix tsi ulcer uo vol-stop vortex vwap vwma willr wma zigzag-close zigzag"
      .split(" ")
      .map((file) => [file, LATER]),
  ),
  "renko-atr": NOT_A_COLUMN,
  renko: NOT_A_COLUMN,
};
