import type { Market, Series } from "../expression/node.ts";
import { add, divide } from "../expression/arithmetic.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { donchian } from "./donchian.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";

/** The middle between the highest high and the lowest low of the last candles, this one included. */
function middleOf(market: Market, length: number): Series {
  return donchian(market, length, { includesCurrent: true }).middle;
}

/**
 * Ichimoku: two middle lines, and the cloud that they and a longer one cast ahead. The spans given for a candle are
 * those drawn at that candle, so they were computed `displacement` candles earlier.
 */
export function ichimoku(
  market: Market,
  conversion = 9,
  base = 26,
  span = 52,
  displacement = 26,
): Readonly<Record<"conversion" | "base" | "spanA" | "spanB", Series>> {
  const conversionLine = middleOf(market, conversion);
  const baseLine = middleOf(market, base);
  const label = labelOf("ichimoku", market, [conversion, base, span, displacement]);
  return namedOutputs(label, {
    conversion: conversionLine,
    base: baseLine,
    spanA: delay(divide(add(conversionLine, baseLine), 2), displacement),
    spanB: delay(middleOf(market, span), displacement),
  });
}

export const ichimokuIndicator = defineIndicator({
  group: "Trend",
  name: "ichimoku",
  title: "Ichimoku cloud",
  about: "Middle lines of three lengths; two of them, drawn ahead, are the edges of a cloud that supports or resists.",
  formula:
    "middle(n) = (max(high) + min(low)) / 2 over n candles; conversion = middle(conversion), base = middle(base), spanA = (conversion + base) / 2 and spanB = middle(span), both displacement candles earlier",
  source: "G. Hosoda (1969); as in Stock.Indicators.",
  convention:
    "The lagging span (Chikou) is the close drawn 26 candles back: on the candle under it, it looks ahead. Compare the close with lag(close, 26) instead.",
  usage: "ichimoku(market, conversion, base, span, displacement)",
  outputs: [
    { name: "conversion", scale: "price", about: "Tenkan-sen" },
    { name: "base", scale: "price", about: "Kijun-sen" },
    { name: "spanA", scale: "price", about: "Senkou span A, as drawn at this candle" },
    { name: "spanB", scale: "price", about: "Senkou span B, as drawn at this candle" },
  ],
  parameters: {
    conversion: integer(9, { min: 1, max: 100_000, about: "candles in the conversion line" }),
    base: integer(26, { min: 1, max: 100_000, about: "candles in the base line" }),
    span: integer(52, { min: 1, max: 100_000, about: "candles in the slow edge of the cloud" }),
    displacement: integer(26, { min: 1, max: 100_000, about: "candles by which the cloud is drawn ahead" }),
  },
  warmUp: ({ conversion, base, span, displacement }) => ({
    conversion: conversion - 1,
    base: base - 1,
    spanA: Math.max(conversion, base) - 1 + displacement,
    spanB: span - 1 + displacement,
  }),
  build: (market, p) => ichimoku(market, p.conversion, p.base, p.span, p.displacement),
});
