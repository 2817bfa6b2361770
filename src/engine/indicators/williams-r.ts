import { subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { highest } from "./highest.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { lowest } from "./lowest.ts";
import { rangePosition } from "./range-position.ts";

/** Williams %R over `length` candles, -100 to 0. */
export function williamsR(market: Market, length = 14): Series {
  const { high, low, close } = market;
  const position = rangePosition(close, lowest(low, length), highest(high, length));
  return subtract(position, 100).named(labelOf("williamsR", market, [length]));
}

export const williamsRIndicator = defineIndicator({
  group: "Momentum",
  name: "williamsR",
  title: "Williams %R",
  about: "How far the close lies below the highest high: 0 at it, -100 at the lowest low.",
  formula: "100 * (close - highest(high)) / (highest(high) - lowest(low))",
  source: "Larry Williams, How I Made One Million Dollars Last Year Trading Commodities (1973).",
  convention: "Computed as the raw stochastic less 100. Unknown where the range is empty.",
  usage: "williamsR(market, length)",
  outputs: [{ name: "williamsR", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in the range" }) },
  warmUp: ({ length }) => ({ williamsR: length - 1 }),
  build: (market, { length }) => ({ williamsR: williamsR(market, length) }),
});
