import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { decimal, integer } from "../parameters.ts";
import { atr } from "./atr.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";

/**
 * Keltner channel: an EMA of the close and a number of average true ranges to both sides.
 * @param multiplier distance of the bands, in average true ranges
 */
export function keltner(
  market: Market,
  length = 20,
  multiplier = 2,
  atrLength = 10,
): Readonly<Record<"middle" | "upper" | "lower" | "width", Series>> {
  const middle = ema(market.close, length);
  const distance = multiply(atr(market, atrLength), multiplier);
  return namedOutputs(labelOf("keltner", market, [length, multiplier, atrLength]), {
    middle,
    upper: add(middle, distance),
    lower: subtract(middle, distance),
    width: divide(multiply(distance, 2), middle),
  });
}

export const keltnerIndicator = defineIndicator({
  group: "Volatility",
  name: "keltner",
  title: "Keltner channel",
  about: "An average with bands at a multiple of the usual range of a candle.",
  formula:
    "middle = ema(close, length); upper, lower = middle +- multiplier * atr(atrLength); width = (upper - lower) / middle",
  source: "C. Keltner (1960), in the form of L. Bradford Raschke; as in Stock.Indicators.",
  usage: "keltner(market, length, multiplier, atrLength)",
  outputs: [
    { name: "middle", scale: "price" },
    { name: "upper", scale: "price" },
    { name: "lower", scale: "price" },
    { name: "width", scale: "ratio" },
  ],
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles in the EMA" }),
    multiplier: decimal(2, { min: 0, max: 100, about: "distance of the bands, in average true ranges" }),
    atrLength: integer(10, { min: 1, max: 100_000, about: "candles in the average true range" }),
  },
  warmUp: ({ length, atrLength }) => {
    const band = Math.max(length - 1, atrLength);
    return { middle: length - 1, upper: band, lower: band, width: band };
  },
  build: (market, { length, multiplier, atrLength }) => keltner(market, length, multiplier, atrLength),
});
