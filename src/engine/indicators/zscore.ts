import type { SeriesLike } from "../expression/apply.ts";
import { divide, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { sma } from "./sma.ts";
import { standardDeviation } from "./standard-deviation.ts";

/** Distance of the value from its mean of `length` candles, in standard deviations. */
export function zscore(value: SeriesLike, length = 20): Series {
  const distance = subtract(value, sma(value, length));
  return divide(distance, standardDeviation(value, length)).named(labelOf("zscore", value, [length]));
}

export const zscoreIndicator = defineIndicator({
  group: "Statistics",
  name: "zscore",
  title: "Z-score",
  about: "Distance of the value from its mean, in standard deviations.",
  formula: "(value - sma(value, length)) / standardDeviation(value, length)",
  source: "Definition.",
  convention: "Of the population (divided by `length`). Unknown where the value has not moved.",
  usage: "zscore(value, length)",
  outputs: [{ name: "zscore", scale: "oscillator" }],
  parameters: { length: integer(20, { min: 2, max: 100_000, about: "candles in the mean" }) },
  warmUp: ({ length }) => ({ zscore: length - 1 }),
  build: ({ close }, { length }) => ({ zscore: zscore(close, length) }),
});
