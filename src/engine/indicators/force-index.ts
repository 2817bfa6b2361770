import { multiply } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { momentum } from "./momentum.ts";

/** Force index, smoothed over `length` candles. */
export function forceIndex(market: Market, length = 13): Series {
  const { close, volume } = market;
  return ema(multiply(momentum(close, 1), volume), length).named(labelOf("forceIndex", market, [length]));
}

export const forceIndexIndicator = defineIndicator({
  group: "Volume",
  name: "forceIndex",
  title: "Force index",
  about: "Change of the close times the volume behind it, smoothed.",
  formula: "ema(volume * (close[t] - close[t-1]), length)",
  source: "Alexander Elder, Trading for a Living (1993).",
  convention: "The average starts from the mean of its first values.",
  usage: "forceIndex(market, length)",
  outputs: [{ name: "forceIndex", scale: "volume" }],
  parameters: { length: integer(13, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: ({ length }) => ({ forceIndex: length }),
  build: (market, { length }) => ({ forceIndex: forceIndex(market, length) }),
});
