import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal } from "../parameters.ts";

class Doji extends Operator {
  private readonly maxChange: number;

  constructor(maxChange: number) {
    super();
    this.maxChange = maxChange;
  }

  next(open: number, close: number): number {
    return Math.abs(close / open - 1) <= this.maxChange ? 1 : 0;
  }
}

export const dojiDefinition = defineOperator({
  name: "doji",
  title: "Doji",
  about: "1 where a candle closed almost where it opened, else 0.",
  formula: "|close / open - 1| <= maxChange",
  source: "Steve Nison, Japanese Candlestick Charting Techniques (1991); the limit as in Stock.Indicators.",
  convention: "Measured against the price, not against the candle's own range.",
  inputs: ["open", "close"],
  outputs: [{ name: "doji", scale: "state" }],
  parameters: { maxChange: decimal(0.001, { min: 0, max: 0.1, about: "largest change that counts, as a fraction" }) },
  warmUp: () => 0,
  create: (p) => new Doji(p.maxChange),
});

/** 1 where the candle closed within `maxChange` (a fraction) of its open, else 0. */
export function doji({ open, close }: Market, maxChange = 0.001): Series {
  return apply(dojiDefinition, [open, close], { maxChange });
}
