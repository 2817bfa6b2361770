import type { SeriesLike } from "../expression/apply.ts";
import { subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { defineIndicator, labelOf } from "./indicator.ts";

/** Change over `length` candles. */
export function momentum(value: SeriesLike, length = 10): Series {
  return subtract(value, delay(value, length)).named(labelOf("momentum", value, [length]));
}

export const momentumIndicator = defineIndicator({
  group: "Momentum",
  name: "momentum",
  title: "Momentum",
  about: "Change of the value over `length` candles, in its own unit.",
  formula: "value[t] - value[t-length]",
  source: "Definition.",
  usage: "momentum(value, length)",
  outputs: [{ name: "momentum", scale: "oscillator" }],
  parameters: { length: integer(10, { min: 1, max: 100_000, about: "candles back" }) },
  warmUp: ({ length }) => ({ momentum: length }),
  build: ({ close }, { length }) => ({ momentum: momentum(close, length) }),
});
