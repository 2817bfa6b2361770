import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { typicalOf } from "./price.ts";
import { RollingSum } from "./rolling/sum.ts";

class Mfi extends Operator {
  private readonly positive: RollingSum;
  private readonly negative: RollingSum;
  private previous = NaN;

  constructor(length: number) {
    super();
    this.positive = new RollingSum(length);
    this.negative = new RollingSum(length);
  }

  next(high: number, low: number, close: number, volume: number): number {
    const price = typicalOf(high, low, close);
    const { previous } = this;
    this.previous = price;
    if (previous !== previous) return NaN;
    const flow = price * volume;
    const positive = this.positive.next(price > previous ? flow : 0);
    const negative = this.negative.next(price < previous ? flow : 0);
    return 100 * (positive / (positive + negative));
  }
}

export const mfiDefinition = defineOperator({
  name: "mfi",
  title: "Money flow index",
  about: "Share of the traded money that moved on rising candles, 0 to 100: an RSI weighted by volume.",
  formula:
    "100 * rising / (rising + falling): sums of typical * volume over length candles on which typical rose or fell",
  source: "Gene Quong and Avrum Soudack, Stocks & Commodities (March 1989).",
  convention: "typical = (high + low + close) / 3. Unknown where no money moved.",
  inputs: ["high", "low", "close", "volume"],
  outputs: [{ name: "mfi", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "changes in the sums" }) },
  warmUp: (p) => p.length,
  create: (p) => new Mfi(p.length),
});

/** Money flow index, 0 to 100. */
export function mfi({ high, low, close, volume }: Market, length = 14): Series {
  return apply(mfiDefinition, [high, low, close, volume], { length });
}
