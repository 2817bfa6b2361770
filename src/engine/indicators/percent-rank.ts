import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { SortedWindow } from "./rolling/sorted-window.ts";

class PercentRank extends Operator {
  private readonly length: number;
  private readonly window: SortedWindow;

  constructor(length: number) {
    super();
    this.length = length;
    this.window = new SortedWindow(length + 1);
  }

  next(value: number): number {
    return this.window.take(value) ? (100 * this.window.countBelow(value)) / this.length : NaN;
  }
}

export const percentRankDefinition = defineOperator({
  name: "percentRank",
  title: "Rolling percent rank",
  about: "Share of the `length` values before that are smaller than this one, 0 to 100.",
  formula: "100 * count(value[t-i] < value[t], i = 1 ... length) / length",
  source: "Connors and Alvarez, An Introduction to ConnorsRSI (2012).",
  convention: "Equal values count as not smaller.",
  inputs: ["value"],
  outputs: [{ name: "rank", scale: "oscillator" }],
  parameters: { length: integer(100, { min: 1, max: 10_000, about: "earlier values to compare with" }) },
  warmUp: (p) => p.length,
  create: (p) => new PercentRank(p.length),
});

/** Share of the `length` values before that are smaller than this one, 0 to 100. */
export function percentRank(value: SeriesLike, length = 100): Series {
  return apply(percentRankDefinition, [value], { length });
}
