import { divide, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { sma } from "./sma.ts";

/** Balance of power over `length` candles, -1 to 1. */
export function balanceOfPower(market: Market, length = 14): Series {
  const { open, high, low, close } = market;
  const share = divide(subtract(close, open), subtract(high, low));
  return sma(share, length).named(labelOf("balanceOfPower", market, [length]));
}

export const balanceOfPowerIndicator = defineIndicator({
  group: "Momentum",
  name: "balanceOfPower",
  title: "Balance of power",
  about: "The move from open to close as a share of the candle's range, averaged.",
  formula: "sma((close - open) / (high - low), length)",
  source: "Igor Livshin, Stocks & Commodities (August 2001).",
  convention: "A candle without a range has no value and is left out of the average.",
  usage: "balanceOfPower(market, length)",
  outputs: [{ name: "balanceOfPower", scale: "ratio" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: ({ length }) => ({ balanceOfPower: length - 1 }),
  build: (market, { length }) => ({ balanceOfPower: balanceOfPower(market, length) }),
});
