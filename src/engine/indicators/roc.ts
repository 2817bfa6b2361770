import type { SeriesLike } from "../expression/apply.ts";
import { divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { defineIndicator, labelOf } from "./indicator.ts";

/** Rate of change over `length` candles, in percent. */
export function roc(value: SeriesLike, length = 10): Series {
  const past = delay(value, length);
  return multiply(divide(subtract(value, past), past), 100).named(labelOf("roc", value, [length]));
}

export const rocIndicator = defineIndicator({
  group: "Momentum",
  name: "roc",
  title: "Rate of change",
  about: "Change of the value over `length` candles, in percent of what it was.",
  formula: "100 * (value[t] - value[t-length]) / value[t-length]",
  source: "Definition.",
  convention: "Unknown where the earlier value is 0.",
  usage: "roc(value, length)",
  outputs: [{ name: "roc", scale: "oscillator" }],
  parameters: { length: integer(10, { min: 1, max: 100_000, about: "candles back" }) },
  warmUp: ({ length }) => ({ roc: length }),
  build: ({ close }, { length }) => ({ roc: roc(close, length) }),
});
