/** One price for a candle: the usual ways to blend its four. */
import { add, divide, multiply, subtract } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineIndicator, labelOf } from "./indicator.ts";

/** (high + low) / 2 */
export function medianPrice(market: Market): Series {
  return divide(add(market.high, market.low), 2).named(labelOf("medianPrice", market, []));
}

/** (high + low + close) / 3 of numbers, in a form that gives equal prices back exactly: a third of 0.3 is not 0.1. */
export function typicalOf(high: number, low: number, close: number): number {
  return close + (high - close + (low - close)) / 3;
}

/** (high + low + close) / 3 */
export function typicalPrice(market: Market): Series {
  const { high, low, close } = market;
  const above = divide(add(subtract(high, close), subtract(low, close)), 3);
  return add(close, above).named(labelOf("typicalPrice", market, []));
}

/** (high + low + 2 * close) / 4 */
export function weightedClose(market: Market): Series {
  const { high, low, close } = market;
  return divide(add(add(high, low), multiply(close, 2)), 4).named(labelOf("weightedClose", market, []));
}

/** (open + high + low + close) / 4 */
export function averagePrice(market: Market): Series {
  const { open, high, low, close } = market;
  return divide(add(add(add(open, high), low), close), 4).named(labelOf("averagePrice", market, []));
}

export const priceIndicator = defineIndicator({
  group: "Candles",
  name: "price",
  title: "Blended prices",
  about: "One price for a candle: median, typical, weighted towards the close, or the average of all four.",
  formula: "(high + low) / 2; (high + low + close) / 3; (high + low + 2 * close) / 4; (open + high + low + close) / 4",
  source: "Common definitions.",
  usage: "medianPrice(market), typicalPrice(market), weightedClose(market), averagePrice(market)",
  outputs: [
    { name: "median", scale: "price" },
    { name: "typical", scale: "price" },
    { name: "weighted", scale: "price" },
    { name: "average", scale: "price" },
  ],
  parameters: {},
  warmUp: () => ({ median: 0, typical: 0, weighted: 0, average: 0 }),
  build: (market) => ({
    median: medianPrice(market),
    typical: typicalPrice(market),
    weighted: weightedClose(market),
    average: averagePrice(market),
  }),
});
