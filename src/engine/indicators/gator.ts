import type { SeriesLike } from "../expression/apply.ts";
import { absolute, multiply, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { alligator } from "./alligator.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { medianPrice } from "./price.ts";

/** Gator oscillator: how far the Alligator's lines lie apart, the lower pair below zero. */
export function gator(value: SeriesLike): Readonly<Record<"upper" | "lower", Series>> {
  const { jaw, teeth, lips } = alligator(value);
  return namedOutputs(labelOf("gator", value, []), {
    upper: absolute(subtract(jaw, teeth)),
    lower: multiply(absolute(subtract(teeth, lips)), -1),
  });
}

export const gatorIndicator = defineIndicator({
  group: "Trend",
  name: "gator",
  title: "Gator oscillator",
  about: "How far the Alligator's lines lie apart.",
  formula: "upper = |jaw - teeth|, lower = -|teeth - lips|, with the Alligator's usual lengths",
  source: "Bill Williams, New Trading Dimensions (1998).",
  usage: "gator(value)",
  outputs: [
    { name: "upper", scale: "oscillator" },
    { name: "lower", scale: "oscillator" },
  ],
  parameters: {},
  warmUp: () => ({ upper: 20, lower: 12 }),
  build: (market) => gator(medianPrice(market)),
});
