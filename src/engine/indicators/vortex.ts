import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";
import { TrueRange } from "./rolling/true-range.ts";

class Vortex extends Operator {
  private readonly range = new TrueRange();
  private readonly ranges: RollingSum;
  private readonly rises: RollingSum;
  private readonly falls: RollingSum;
  private previousHigh = NaN;
  private previousLow = NaN;
  minus = NaN;

  constructor(length: number) {
    super();
    this.ranges = new RollingSum(length);
    this.rises = new RollingSum(length);
    this.falls = new RollingSum(length);
  }

  next(high: number, low: number, close: number): number {
    const range = this.range.next(high, low, close);
    const rise = Math.abs(high - this.previousLow);
    const fall = Math.abs(low - this.previousHigh);
    this.previousHigh = high;
    this.previousLow = low;
    if (range !== range) return NaN;
    const ranges = this.ranges.next(range);
    const share = ranges === 0 ? NaN : 1 / ranges;
    this.minus = this.falls.next(fall) * share;
    return this.rises.next(rise) * share;
  }
}

export const vortexDefinition = defineOperator({
  name: "vortex",
  title: "Vortex indicator",
  about: "Two lines whose crossing marks the start of a trend: how far highs reach up and lows reach down.",
  formula:
    "plus = sum(|high[t] - low[t-1]|) / sum(trueRange), minus = sum(|low[t] - high[t-1]|) / sum(trueRange), over the last length candles",
  source: "E. Botes and D. Siepman, Stocks & Commodities 28 (2010); as in Stock.Indicators.",
  convention: "Unknown where nothing moved in the whole window.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "plus", scale: "ratio" },
    { name: "minus", scale: "ratio" },
  ],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "candles in the sums" }) },
  warmUp: (p) => p.length,
  create: (p) => new Vortex(p.length),
});

/** Upward and downward trend movement over `length` candles. */
export function vortex({ high, low, close }: Market, length = 14): Readonly<Record<"plus" | "minus", Series>> {
  return applyAll(vortexDefinition, ["plus", "minus"], [high, low, close], { length });
}
