import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class RangePosition extends Operator {
  next(value: number, low: number, high: number): number {
    return high > low ? 100 * ((value - low) / (high - low)) : NaN;
  }
}

export const rangePositionDefinition = defineOperator({
  name: "rangePosition",
  title: "Place within a range",
  about: "Where a value lies between a low and a high: 0 at the low, 100 at the high.",
  formula: "100 * (value - low) / (high - low)",
  source: "Definition; the raw %K of the stochastic oscillator.",
  convention: "Unknown where the range is empty; others give 0 there.",
  inputs: ["value", "lowEnd", "highEnd"],
  outputs: [{ name: "position", scale: "oscillator" }],
  parameters: {},
  warmUp: () => 0,
  create: () => new RangePosition(),
});

/** Where `value` lies between `low` (0) and `high` (100). */
export function rangePosition(value: SeriesLike, low: SeriesLike, high: SeriesLike): Series {
  return apply(rangePositionDefinition, [value, low, high]);
}
