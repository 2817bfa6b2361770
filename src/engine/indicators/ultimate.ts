import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";

class Ultimate extends Operator {
  private readonly shortPressure: RollingSum;
  private readonly shortRange: RollingSum;
  private readonly middlePressure: RollingSum;
  private readonly middleRange: RollingSum;
  private readonly longPressure: RollingSum;
  private readonly longRange: RollingSum;
  private previous = NaN;

  constructor(short: number, middle: number, long: number) {
    super();
    this.shortPressure = new RollingSum(short);
    this.shortRange = new RollingSum(short);
    this.middlePressure = new RollingSum(middle);
    this.middleRange = new RollingSum(middle);
    this.longPressure = new RollingSum(long);
    this.longRange = new RollingSum(long);
  }

  next(high: number, low: number, close: number): number {
    const { previous } = this;
    this.previous = close;
    if (previous !== previous) return NaN;
    const trueLow = previous < low ? previous : low;
    const pressure = close - trueLow;
    const range = (previous > high ? previous : high) - trueLow;
    const short = this.shortPressure.next(pressure) / this.shortRange.next(range);
    const middle = this.middlePressure.next(pressure) / this.middleRange.next(range);
    const long = this.longPressure.next(pressure) / this.longRange.next(range);
    return 100 * ((4 * short + 2 * middle + long) / 7);
  }
}

export const ultimateDefinition = defineOperator({
  name: "ultimate",
  title: "Ultimate oscillator",
  about: "Buying pressure as a share of the true range, on three horizons at once, 0 to 100.",
  formula:
    "100 * (4 * share(short) + 2 * share(middle) + share(long)) / 7, share(n) = sum(close - trueLow, n) / sum(trueRange, n)",
  source: "Larry Williams, Stocks & Commodities (April 1985).",
  convention: "trueLow is the lower of the low and the previous close. Unknown where a horizon has no range.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "ultimate", scale: "oscillator" }],
  parameters: {
    short: integer(7, { min: 1, max: 100_000, about: "candles in the short horizon" }),
    middle: integer(14, { min: 1, max: 100_000, about: "candles in the middle horizon" }),
    long: integer(28, { min: 1, max: 100_000, about: "candles in the long horizon" }),
  },
  warmUp: ({ short, middle, long }) => Math.max(short, middle, long),
  create: ({ short, middle, long }) => new Ultimate(short, middle, long),
});

/** Ultimate oscillator on three horizons, 0 to 100. */
export function ultimate({ high, low, close }: Market, short = 7, middle = 14, long = 28): Series {
  return apply(ultimateDefinition, [high, low, close], { short, middle, long });
}
