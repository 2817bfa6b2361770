import type { Market } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { highest } from "./highest.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { lowest } from "./lowest.ts";
import { FLOOR_PIVOT_FORMULA, type PivotLevels, pivotLevels, pivotOutputs, pivotWarmUps } from "./pivot-levels.ts";

/**
 * Pivot points of the `length` candles before this one.
 * @param offset candles between that window and this candle
 */
export function rollingPivots(market: Market, length = 20, offset = 0): PivotLevels {
  const high = delay(highest(market.high, length), offset + 1);
  const low = delay(lowest(market.low, length), offset + 1);
  const levels = pivotLevels(high, low, delay(market.close, offset + 1));
  return namedOutputs(labelOf("rollingPivots", market, [length, offset]), levels);
}

export const rollingPivotsIndicator = defineIndicator({
  group: "Candles",
  name: "rollingPivots",
  title: "Rolling pivot points",
  about: "Support and resistance from the candles just before, whatever the clock says.",
  formula: `${FLOOR_PIVOT_FORMULA}, with the highest high, lowest low and last close of the window before`,
  source: "Stock.Indicators' rolling variant of the floor traders' levels.",
  usage: "rollingPivots(market, length, offset)",
  outputs: pivotOutputs,
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles in the window" }),
    offset: integer(0, { min: 0, max: 100_000, about: "candles between the window and this one" }),
  },
  warmUp: ({ length, offset }) => pivotWarmUps(length + offset),
  build: (market, { length, offset }) => rollingPivots(market, length, offset),
});
