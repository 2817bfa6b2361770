import type { SeriesLike } from "../expression/apply.ts";
import { subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { sma } from "./sma.ts";

/** Detrended price oscillator, in the form that needs no later candles. */
export function dpo(value: SeriesLike, length = 20): Series {
  const past = delay(value, Math.floor(length / 2) + 1);
  return subtract(past, sma(value, length)).named(labelOf("dpo", value, [length]));
}

export const dpoIndicator = defineIndicator({
  group: "Momentum",
  name: "dpo",
  title: "Detrended price oscillator",
  about: "The value in the middle of a window less the mean of the window: the cycle without the trend.",
  formula: "value[t - (floor(length / 2) + 1)] - sma(value, length)[t]",
  source: "Common definition; Achelis, Technical Analysis from A to Z (2000).",
  convention:
    "Charts move it back by floor(length / 2) + 1 candles, to where the value was; here it is where it is known.",
  usage: "dpo(value, length)",
  outputs: [{ name: "dpo", scale: "oscillator" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the mean" }) },
  warmUp: ({ length }) => ({ dpo: Math.max(length - 1, Math.floor(length / 2) + 1) }),
  build: ({ close }, { length }) => ({ dpo: dpo(close, length) }),
});
