import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";

class WilliamsR extends Operator {
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;

  constructor(length: number) {
    super();
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
  }

  next(high: number, low: number, close: number): number {
    const top = this.highest.next(high);
    const bottom = this.lowest.next(low);
    return top > bottom ? 100 * ((close - top) / (top - bottom)) : NaN;
  }
}

export const williamsRDefinition = defineOperator({
  name: "williamsR",
  title: "Williams %R",
  about: "How far the close lies below the highest high: 0 at it, -100 at the lowest low.",
  formula: "100 * (close - highest(high)) / (highest(high) - lowest(low))",
  source: "Larry Williams, How I Made One Million Dollars Last Year Trading Commodities (1973).",
  convention: "Unknown where the range is empty.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "williamsR", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in the range" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new WilliamsR(p.length),
});

/** Williams %R over `length` candles, -100 to 0. */
export function williamsR({ high, low, close }: Market, length = 14): Series {
  return apply(williamsRDefinition, [high, low, close], { length });
}
