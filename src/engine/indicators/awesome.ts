import { subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { medianPrice } from "./price.ts";
import { sma } from "./sma.ts";

/** Awesome oscillator, in units of price. */
export function awesome(market: Market, fast = 5, slow = 34): Series {
  const price = medianPrice(market);
  return subtract(sma(price, fast), sma(price, slow)).named(labelOf("awesome", market, [fast, slow]));
}

export const awesomeIndicator = defineIndicator({
  group: "Momentum",
  name: "awesome",
  title: "Awesome oscillator",
  about: "A short mean of the median price less a long one.",
  formula: "sma(median, fast) - sma(median, slow), median = (high + low) / 2",
  source: "Bill Williams, Trading Chaos (1995).",
  usage: "awesome(market, fast, slow)",
  outputs: [{ name: "awesome", scale: "oscillator" }],
  parameters: {
    fast: integer(5, { min: 1, max: 100_000, about: "candles in the short mean" }),
    slow: integer(34, { min: 1, max: 100_000, about: "candles in the long mean" }),
  },
  warmUp: ({ fast, slow }) => ({ awesome: Math.max(fast, slow) - 1 }),
  build: (market, { fast, slow }) => ({ awesome: awesome(market, fast, slow) }),
});
