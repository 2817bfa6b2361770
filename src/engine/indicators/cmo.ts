import type { SeriesLike } from "../expression/apply.ts";
import { absolute, divide, multiply } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { momentum } from "./momentum.ts";
import { sum } from "./sum.ts";

/** Chande momentum oscillator over `length` changes, -100 to 100. */
export function cmo(value: SeriesLike, length = 14): Series {
  const movement = sum(absolute(momentum(value, 1)), length);
  return multiply(divide(momentum(value, length), movement), 100).named(labelOf("cmo", value, [length]));
}

export const cmoIndicator = defineIndicator({
  group: "Momentum",
  name: "cmo",
  title: "Chande momentum oscillator",
  about: "Net movement over all movement: 100 if every candle rose, -100 if every one fell.",
  formula: "100 * (value[t] - value[t-length]) / sum(|change|, length), which is (rises - falls) / (rises + falls)",
  source: "Tushar Chande and Stanley Kroll, The New Technical Trader (1994).",
  convention: "Unknown where nothing has moved; others give 0 there.",
  usage: "cmo(value, length)",
  outputs: [{ name: "cmo", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "changes in the sums" }) },
  warmUp: ({ length }) => ({ cmo: length }),
  build: ({ close }, { length }) => ({ cmo: cmo(close, length) }),
});
