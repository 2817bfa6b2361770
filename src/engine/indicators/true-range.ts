import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { TrueRange } from "./rolling/true-range.ts";

class TrueRangeOperator extends Operator {
  private readonly range = new TrueRange();

  next(high: number, low: number, close: number): number {
    return this.range.next(high, low, close);
  }
}

export const trueRangeDefinition = defineOperator({
  name: "trueRange",
  title: "True range",
  about: "How far the price went in a candle, the gap from the close before included.",
  formula: "trueRange[t] = max(high[t], close[t-1]) - min(low[t], close[t-1])",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978).",
  convention: "Unknown for the first candle, as in TA-Lib and Stock.Indicators; others take its high - low.",
  inputs: ["high", "low", "close"],
  outputs: [{ name: "trueRange", scale: "price" }],
  parameters: {},
  warmUp: () => 1,
  create: () => new TrueRangeOperator(),
});

/** True range of each candle. */
export function trueRange({ high, low, close }: Market): Series {
  return apply(trueRangeDefinition, [high, low, close]);
}
