import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { sum } from "./sum.ts";
import { trueExtremes } from "./true-extremes.ts";

/** Ultimate oscillator on three horizons, 0 to 100. */
export function ultimate(market: Market, short = 7, middle = 14, long = 28): Series {
  const extremes = trueExtremes(market);
  const pressure = subtract(market.close, extremes.low);
  const range = subtract(extremes.high, extremes.low);
  const share = (length: number) => divide(sum(pressure, length), sum(range, length));
  const weighted = add(add(multiply(share(short), 4), multiply(share(middle), 2)), share(long));
  return multiply(weighted, 100 / 7).named(labelOf("ultimate", market, [short, middle, long]));
}

export const ultimateIndicator = defineIndicator({
  group: "Momentum",
  name: "ultimate",
  title: "Ultimate oscillator",
  about: "Buying pressure as a share of the true range, on three horizons at once.",
  formula:
    "100 * (4 * share(short) + 2 * share(middle) + share(long)) / 7, share(n) = sum(close - trueLow, n) / sum(trueRange, n)",
  source: "Larry Williams, Stocks & Commodities (April 1985).",
  convention: "Unknown where a horizon has no range.",
  usage: "ultimate(market, short, middle, long)",
  outputs: [{ name: "ultimate", scale: "oscillator" }],
  parameters: {
    short: integer(7, { min: 1, max: 100_000, about: "candles in the short horizon" }),
    middle: integer(14, { min: 1, max: 100_000, about: "candles in the middle horizon" }),
    long: integer(28, { min: 1, max: 100_000, about: "candles in the long horizon" }),
  },
  warmUp: ({ short, middle, long }) => ({ ultimate: Math.max(short, middle, long) }),
  build: (market, { short, middle, long }) => ({ ultimate: ultimate(market, short, middle, long) }),
});
