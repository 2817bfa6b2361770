import { add, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { decimal, integer } from "../parameters.ts";
import { atr } from "./atr.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { sma } from "./sma.ts";

/**
 * STARC bands: a short mean of the close and a number of average true ranges to both sides.
 * @param multiplier distance of the bands, in average true ranges
 */
export function starc(
  market: Market,
  length = 5,
  multiplier = 2,
  atrLength = 10,
): Readonly<Record<"middle" | "upper" | "lower", Series>> {
  const middle = sma(market.close, length);
  const distance = multiply(atr(market, atrLength), multiplier);
  return namedOutputs(labelOf("starc", market, [length, multiplier, atrLength]), {
    middle,
    upper: add(middle, distance),
    lower: subtract(middle, distance),
  });
}

export const starcIndicator = defineIndicator({
  group: "Volatility",
  name: "starc",
  title: "STARC bands",
  about: "A short mean with bands at a multiple of the usual range of a candle.",
  formula: "middle = sma(close, length), upper, lower = middle +- multiplier * atr(atrLength)",
  source: "Manning Stoller.",
  usage: "starc(market, length, multiplier, atrLength)",
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: {
    length: integer(5, { min: 1, max: 100_000, about: "candles in the mean" }),
    multiplier: decimal(2, { min: 0, max: 100, about: "distance of the bands, in average true ranges" }),
    atrLength: integer(10, { min: 1, max: 100_000, about: "candles in the average true range" }),
  },
  warmUp: ({ length, atrLength }) => {
    const band = Math.max(length - 1, atrLength);
    return { middle: length - 1, upper: band, lower: band };
  },
  build: (market, { length, multiplier, atrLength }) => starc(market, length, multiplier, atrLength),
});
