import { divide, logarithm, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { highest } from "./highest.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { lowest } from "./lowest.ts";
import { sum } from "./sum.ts";
import { trueExtremes } from "./true-extremes.ts";

/** Choppiness index over `length` candles, 0 to 100. */
export function choppiness(market: Market, length = 14): Series {
  const { high, low } = trueExtremes(market);
  const path = sum(subtract(high, low), length);
  const range = subtract(highest(high, length), lowest(low, length));
  const share = multiply(logarithm(divide(path, range)), 100 / Math.log(length));
  return share.named(labelOf("choppiness", market, [length]));
}

export const choppinessIndicator = defineIndicator({
  group: "Volatility",
  name: "choppiness",
  title: "Choppiness index",
  about: "Length of the path over the range it covered: 100 in a market that goes nowhere, 0 in one that only trends.",
  formula: "100 * log(sum(trueRange, length) / (highest(trueHigh) - lowest(trueLow))) / log(length)",
  source: "E. W. Dreiss.",
  convention: "Unknown where the range is empty.",
  usage: "choppiness(market, length)",
  outputs: [{ name: "choppiness", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 2, max: 100_000, about: "candles in the range" }) },
  warmUp: ({ length }) => ({ choppiness: length }),
  build: (market, { length }) => ({ choppiness: choppiness(market, length) }),
});
