/** One price for a candle: the usual ways to blend its four. In forms that give equal prices back exactly. */
import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator, type OperatorDefinition } from "../expression/operator.ts";

/** (high + low + close) / 3, so that equal prices come back exactly: a third of 0.3 is not 0.1. */
export function typicalOf(high: number, low: number, close: number): number {
  return close + (high - close + (low - close)) / 3;
}

class MedianPrice extends Operator {
  next(high: number, low: number): number {
    return (high + low) / 2;
  }
}
class TypicalPrice extends Operator {
  next(high: number, low: number, close: number): number {
    return typicalOf(high, low, close);
  }
}
class WeightedClose extends Operator {
  next(high: number, low: number, close: number): number {
    return (high + low + 2 * close) / 4;
  }
}
class AveragePrice extends Operator {
  next(open: number, high: number, low: number, close: number): number {
    return (open + high + (low + close)) / 4;
  }
}

function priceDefinition(
  text: Pick<OperatorDefinition, "name" | "title" | "about" | "formula" | "inputs">,
  operator: new () => Operator,
): OperatorDefinition {
  return defineOperator({
    ...text,
    source: "Common definition.",
    outputs: [{ name: "price", scale: "price" }],
    parameters: {},
    warmUp: () => 0,
    create: () => new operator(),
  });
}

export const medianPriceDefinition = priceDefinition(
  {
    name: "medianPrice",
    title: "Median price",
    about: "The middle of the candle's range.",
    formula: "(high + low) / 2",
    inputs: ["high", "low"],
  },
  MedianPrice,
);
export const typicalPriceDefinition = priceDefinition(
  {
    name: "typicalPrice",
    title: "Typical price",
    about: "The mean of high, low and close.",
    formula: "(high + low + close) / 3",
    inputs: ["high", "low", "close"],
  },
  TypicalPrice,
);
export const weightedCloseDefinition = priceDefinition(
  {
    name: "weightedClose",
    title: "Weighted close",
    about: "The mean of high, low and close, with the close counted twice.",
    formula: "(high + low + 2 * close) / 4",
    inputs: ["high", "low", "close"],
  },
  WeightedClose,
);
export const averagePriceDefinition = priceDefinition(
  {
    name: "averagePrice",
    title: "Average price",
    about: "The mean of open, high, low and close.",
    formula: "(open + high + low + close) / 4",
    inputs: ["open", "high", "low", "close"],
  },
  AveragePrice,
);

/** (high + low) / 2 */
export function medianPrice({ high, low }: Market): Series {
  return apply(medianPriceDefinition, [high, low]);
}
/** (high + low + close) / 3 */
export function typicalPrice({ high, low, close }: Market): Series {
  return apply(typicalPriceDefinition, [high, low, close]);
}
/** (high + low + 2 * close) / 4 */
export function weightedClose({ high, low, close }: Market): Series {
  return apply(weightedCloseDefinition, [high, low, close]);
}
/** (open + high + low + close) / 4 */
export function averagePrice({ open, high, low, close }: Market): Series {
  return apply(averagePriceDefinition, [open, high, low, close]);
}
