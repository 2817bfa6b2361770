import { divide, multiply } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { typicalPrice } from "./price.ts";
import { sum } from "./sum.ts";

/** Volume-weighted average price of the last `length` candles. */
export function rollingVwap(market: Market, length = 20): Series {
  const { volume } = market;
  const money = sum(multiply(typicalPrice(market), volume), length);
  return divide(money, sum(volume, length)).named(labelOf("rollingVwap", market, [length]));
}

export const rollingVwapIndicator = defineIndicator({
  group: "Volume",
  name: "rollingVwap",
  title: "Rolling volume-weighted average price",
  about: "Mean price of the last candles, each weighted by its volume.",
  formula: "sum(typical * volume, length) / sum(volume, length), typical = (high + low + close) / 3",
  source: "Definition.",
  convention: "Unknown where nothing was traded.",
  usage: "rollingVwap(market, length)",
  outputs: [{ name: "rollingVwap", scale: "price" }],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }) },
  warmUp: ({ length }) => ({ rollingVwap: length - 1 }),
  build: (market, { length }) => ({ rollingVwap: rollingVwap(market, length) }),
});
