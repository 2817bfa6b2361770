import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";

class McGinley extends Operator {
  private readonly scale: number;
  private average = NaN;

  constructor(length: number, factor: number) {
    super();
    this.scale = factor * length;
  }

  next(value: number): number {
    if (this.average !== this.average) {
      this.average = value;
      return NaN;
    }
    const ratio = value / this.average;
    if (!(ratio > 0)) return NaN;
    // After a crash the fourth power would carry the average far below the value.
    const slowness = Math.max(1, this.scale * ratio * ratio * ratio * ratio);
    this.average += (value - this.average) / slowness;
    return this.average;
  }
}

export const mcginleyDefinition = defineOperator({
  name: "mcginley",
  title: "McGinley dynamic",
  about: "An average that follows falls faster than rises, so that it hugs the price in both.",
  formula: "d[t] = d[t-1] + (value - d[t-1]) / (factor * length * (value / d[t-1])^4)",
  source: "John McGinley, Market Technicians Association Journal (1990).",
  convention:
    "Starts from the first value, which itself is not given. It never steps beyond the value. For values above 0: unknown, and unmoved, at any other.",
  inputs: ["value"],
  outputs: [{ name: "mcginley", scale: "price" }],
  parameters: {
    length: integer(14, { min: 2, max: 100_000, about: "candles, as of a moving average" }),
    factor: decimal(0.6, { min: 0.5, max: 100, about: "share of the length that counts" }),
  },
  warmUp: () => 1,
  create: (p) => new McGinley(p.length, p.factor),
});

/** McGinley dynamic: an average that adapts its speed to that of the price. */
export function mcginley(value: SeriesLike, length = 14, factor = 0.6): Series {
  return apply(mcginleyDefinition, [value], { length, factor });
}
