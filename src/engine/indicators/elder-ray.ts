import { subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";

/** Elder ray: how far the high got above the average of the close, and the low. */
export function elderRay(market: Market, length = 13): Readonly<Record<"bull" | "bear", Series>> {
  const average = ema(market.close, length);
  return namedOutputs(labelOf("elderRay", market, [length]), {
    bull: subtract(market.high, average),
    bear: subtract(market.low, average),
  });
}

export const elderRayIndicator = defineIndicator({
  group: "Momentum",
  name: "elderRay",
  title: "Elder ray",
  about: "Power of the bulls and of the bears: high and low measured from the average of the close.",
  formula: "bull = high - ema(close, length), bear = low - ema(close, length)",
  source: "Alexander Elder, Trading for a Living (1993).",
  usage: "elderRay(market, length)",
  outputs: [
    { name: "bull", scale: "oscillator" },
    { name: "bear", scale: "oscillator" },
  ],
  parameters: { length: integer(13, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: ({ length }) => ({ bull: length - 1, bear: length - 1 }),
  build: (market, { length }) => elderRay(market, length),
});
