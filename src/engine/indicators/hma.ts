import type { SeriesLike } from "../expression/apply.ts";
import { multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { wma } from "./wma.ts";

/** Hull moving average over `length` candles: smooth, with little lag. */
export function hma(value: SeriesLike, length: number): Series {
  const half = Math.floor(length / 2);
  const ahead = subtract(multiply(wma(value, half), 2), wma(value, length));
  return wma(ahead, Math.floor(Math.sqrt(length))).named(labelOf("hma", value, [length]));
}

export const hmaIndicator = defineIndicator({
  group: "Averages",
  name: "hma",
  title: "Hull moving average",
  about: "Takes the lag out of a weighted average with a faster one, then smooths the result.",
  formula: "hma = wma(2 * wma(value, length / 2) - wma(value, length), sqrt(length))",
  source: "A. Hull (2005); as in Stock.Indicators.",
  convention: "length / 2 and sqrt(length) are rounded down.",
  usage: "hma(value, length)",
  outputs: [{ name: "hma", scale: "price" }],
  parameters: { length: integer(14, { min: 2, max: 100_000, about: "candles in the longer average" }) },
  warmUp: ({ length }) => ({ hma: length - 1 + Math.floor(Math.sqrt(length)) - 1 }),
  build: ({ close }, { length }) => ({ hma: hma(close, length) }),
});
