import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal } from "../parameters.ts";

class Marubozu extends Operator {
  private readonly minBody: number;

  constructor(minBody: number) {
    super();
    this.minBody = minBody;
  }

  next(open: number, high: number, low: number, close: number): number {
    const body = close - open;
    const range = high - low;
    if (range === 0 || Math.abs(body) / range < this.minBody) return 0;
    return body > 0 ? 1 : -1;
  }
}

export const marubozuDefinition = defineOperator({
  name: "marubozu",
  title: "Marubozu",
  about: "A candle that is nearly all body: 1 where it rose, -1 where it fell, else 0.",
  formula: "|close - open| / (high - low) >= minBody",
  source: "Steve Nison, Japanese Candlestick Charting Techniques (1991).",
  inputs: ["open", "high", "low", "close"],
  outputs: [{ name: "marubozu", scale: "state" }],
  parameters: { minBody: decimal(0.95, { min: 0.5, max: 1, about: "smallest share of the range that is body" }) },
  warmUp: () => 0,
  create: (p) => new Marubozu(p.minBody),
});

/** 1 or -1 where at least `minBody` (a fraction) of the candle's range is body, else 0. */
export function marubozu({ open, high, low, close }: Market, minBody = 0.95): Series {
  return apply(marubozuDefinition, [open, high, low, close], { minBody });
}
