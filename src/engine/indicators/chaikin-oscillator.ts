import { subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { adl } from "./adl.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf } from "./indicator.ts";

/** Chaikin oscillator, in units of volume. */
export function chaikinOscillator(market: Market, fast = 3, slow = 10): Series {
  const line = adl(market);
  return subtract(ema(line, fast), ema(line, slow)).named(labelOf("chaikinOscillator", market, [fast, slow]));
}

export const chaikinOscillatorIndicator = defineIndicator({
  group: "Volume",
  name: "chaikinOscillator",
  title: "Chaikin oscillator",
  about: "Momentum of the accumulation/distribution line: a fast average of it less a slow one.",
  formula: "ema(adl, fast) - ema(adl, slow)",
  source: "Marc Chaikin.",
  convention: "The averages start from the mean of their first values.",
  usage: "chaikinOscillator(market, fast, slow)",
  outputs: [{ name: "chaikinOscillator", scale: "volume" }],
  parameters: {
    fast: integer(3, { min: 1, max: 100_000, about: "candles in the fast average" }),
    slow: integer(10, { min: 1, max: 100_000, about: "candles in the slow average" }),
  },
  warmUp: ({ fast, slow }) => ({ chaikinOscillator: Math.max(fast, slow) - 1 }),
  build: (market, { fast, slow }) => ({ chaikinOscillator: chaikinOscillator(market, fast, slow) }),
});
