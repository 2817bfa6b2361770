import type { CandleColumns } from "../../engine/candles.ts";

/** One of the strategy's own nodes, a value a candle; NaN during warm-up. */
export interface ChartIndicator {
  /** As the node prints itself: `ema(close, 12)`. */
  readonly name: string;
  /** `price` overlays it on the candles; any other name is a pane of its own, shared by indicators of that name. */
  readonly pane: string;
  readonly values: Float64Array;
}

/** What is drawn of one symbol, and what buy & hold is computed from. */
export interface ChartInput {
  readonly symbol: string;
  readonly timeframe: string;
  readonly candles: CandleColumns;
  readonly indicators: readonly ChartIndicator[];
}
