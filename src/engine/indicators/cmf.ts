import { divide } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { moneyFlow } from "./money-flow.ts";
import { sum } from "./sum.ts";

/** Chaikin money flow over `length` candles, -1 to 1. */
export function cmf(market: Market, length = 20): Series {
  const flow = sum(moneyFlow(market).volume, length);
  return divide(flow, sum(market.volume, length)).named(labelOf("cmf", market, [length]));
}

export const cmfIndicator = defineIndicator({
  group: "Volume",
  name: "cmf",
  title: "Chaikin money flow",
  about: "Money flow volume as a share of the volume.",
  formula: "sum(moneyFlow.volume, length) / sum(volume, length)",
  source: "Marc Chaikin.",
  convention: "Unknown where nothing was traded.",
  usage: "cmf(market, length)",
  outputs: [{ name: "cmf", scale: "ratio" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the sums" }) },
  warmUp: ({ length }) => ({ cmf: length - 1 }),
  build: (market, { length }) => ({ cmf: cmf(market, length) }),
});
