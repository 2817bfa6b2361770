import { apply } from "../expression/apply.ts";
import { divide, multiply } from "../expression/arithmetic.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class Atr extends Operator {
  private readonly range = new TrueRange();
  private readonly average: Smoothing;

  constructor(length: number) {
    super();
    this.average = Smoothing.wilder(length);
  }

  next(high: number, low: number, close: number): number {
    const range = this.range.next(high, low, close);
    return range === range ? this.average.next(range) : NaN;
  }
}

const length = integer(14, { min: 1, max: 100_000, about: "candles in the average" });

export const atrDefinition = defineOperator({
  name: "atr",
  title: "Average true range",
  about: "How far the price usually goes in a candle: the measure of volatility that stops and sizes rest on.",
  formula: "atr[t] = atr[t-1] + (trueRange[t] - atr[t-1]) / length",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
  convention:
    "Starts from the mean of the first `length` true ranges; the first candle has none, so the first value comes at candle `length + 1`, as in TA-Lib and Stock.Indicators.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "atr", scale: "price" }],
  parameters: { length },
  warmUp: (p) => p.length,
  create: (p) => new Atr(p.length),
});

/** Wilder's average true range over `length` candles. */
export function atr({ high, low, close }: Market, length: number): Series {
  return apply(atrDefinition, [high, low, close], { length });
}

/** Average true range in percent of the close, so that symbols can be compared. */
export function atrPercent(market: Market, length: number): Series {
  const percent = multiply(divide(atr(market, length), market.close), 100);
  return percent.named(labelOf("atrPercent", market, [length]));
}

export const atrPercentIndicator = defineIndicator({
  group: "Volatility",
  name: "atrPercent",
  title: "Average true range in percent",
  about: "The average true range in percent of the close, so that symbols can be compared. Also called NATR.",
  formula: "atrPercent = 100 * atr(length) / close",
  source: "As in Stock.Indicators (ATRP) and TA-Lib (NATR).",
  usage: "atrPercent(market, length)",
  outputs: [{ name: "atrPercent", scale: "ratio" }],
  parameters: { length },
  warmUp: (p) => ({ atrPercent: p.length }),
  build: (market, p) => ({ atrPercent: atrPercent(market, p.length) }),
});
