import { absolute, divide, maximum, minimum, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";

/** The parts of a candle, in units of price; `bodyShare` is the body as a share of the range, 0 to 1. */
export function candleAnatomy(
  market: Market,
): Readonly<Record<"body" | "upperWick" | "lowerWick" | "range" | "bodyShare", Series>> {
  const { open, high, low, close } = market;
  const body = absolute(subtract(close, open));
  const range = subtract(high, low);
  return namedOutputs(labelOf("candleAnatomy", market, []), {
    body,
    upperWick: subtract(high, maximum(open, close)),
    lowerWick: subtract(minimum(open, close), low),
    range,
    bodyShare: divide(body, range),
  });
}

export const candleAnatomyIndicator = defineIndicator({
  group: "Candles",
  name: "candleAnatomy",
  title: "Candle anatomy",
  about: "Body, wicks and range of a candle.",
  formula:
    "body = |close - open|, upperWick = high - max(open, close), lowerWick = min(open, close) - low, range = high - low",
  source: "Definition.",
  convention: "bodyShare = body / range is unknown where high equals low.",
  usage: "candleAnatomy(market)",
  outputs: [
    { name: "body", scale: "oscillator" },
    { name: "upperWick", scale: "oscillator" },
    { name: "lowerWick", scale: "oscillator" },
    { name: "range", scale: "oscillator" },
    { name: "bodyShare", scale: "ratio" },
  ],
  parameters: {},
  warmUp: () => ({ body: 0, upperWick: 0, lowerWick: 0, range: 0, bodyShare: 0 }),
  build: (market) => candleAnatomy(market),
});
