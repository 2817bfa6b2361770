import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { typicalOf } from "./price.ts";
import { RollingMean } from "./rolling/mean.ts";

/** Lambert's scale: about 70 to 80 % of values then lie between -100 and 100. */
const SCALE = 0.015;

class Cci extends Operator {
  private readonly prices: Float64Array;
  private readonly mean: RollingMean;
  private position = 0;

  constructor(length: number) {
    super();
    this.prices = new Float64Array(length);
    this.mean = new RollingMean(length);
  }

  next(high: number, low: number, close: number): number {
    const { prices } = this;
    const price = typicalOf(high, low, close);
    prices[this.position] = price;
    this.position = this.position + 1 === prices.length ? 0 : this.position + 1;
    const mean = this.mean.next(price);
    if (mean !== mean) return NaN;
    // The mean moves with every candle, so the deviations from it have to be added up afresh.
    let deviation = 0;
    for (let i = 0; i < prices.length; i++) deviation += Math.abs(prices[i] - mean);
    return (price - mean) / (SCALE * (deviation / prices.length));
  }
}

export const cciDefinition = defineOperator({
  name: "cci",
  title: "Commodity channel index",
  about: "Distance of the typical price from its mean, in mean deviations.",
  formula: "(typical - sma(typical)) / (0.015 * mean(|typical - sma(typical)|)), typical = (high + low + close) / 3",
  source: "Donald Lambert, Commodities magazine (October 1980).",
  convention: "Costs time in proportion to `length`. Unknown where the price has not moved.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "cci", scale: "oscillator" }],
  parameters: { length: integer(20, { min: 2, max: 10_000, about: "candles in the mean" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Cci(p.length),
});

/** Commodity channel index over `length` candles. */
export function cci({ high, low, close }: Market, length = 20): Series {
  return apply(cciDefinition, [high, low, close], { length });
}
