import { subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { volumeForce } from "./volume-force.ts";

/** Klinger volume oscillator and its signal line, in volume. */
export function klinger(
  market: Market,
  fast = 34,
  slow = 55,
  signal = 13,
): Readonly<Record<"klinger" | "signal", Series>> {
  const force = volumeForce(market);
  const line = subtract(ema(force, fast), ema(force, slow));
  return namedOutputs(labelOf("klinger", market, [fast, slow, signal]), { klinger: line, signal: ema(line, signal) });
}

export const klingerIndicator = defineIndicator({
  group: "Volume",
  name: "klinger",
  title: "Klinger volume oscillator",
  about: "A fast average of the volume force less a slow one.",
  formula: "ema(volumeForce, fast) - ema(volumeForce, slow), signal = ema(klinger, signal)",
  source: "Stephen Klinger, Stocks & Commodities (December 1997).",
  convention: "Each average starts from the mean of its first values.",
  usage: "klinger(market, fast, slow, signal)",
  outputs: [
    { name: "klinger", scale: "volume" },
    { name: "signal", scale: "volume" },
  ],
  parameters: {
    fast: integer(34, { min: 1, max: 100_000, about: "candles in the fast average" }),
    slow: integer(55, { min: 1, max: 100_000, about: "candles in the slow average" }),
    signal: integer(13, { min: 1, max: 100_000, about: "candles in the signal line" }),
  },
  warmUp: ({ fast, slow, signal }) => {
    const first = Math.max(fast, slow) + 1;
    return { klinger: first, signal: first + signal - 1 };
  },
  build: (market, { fast, slow, signal }) => klinger(market, fast, slow, signal),
});
