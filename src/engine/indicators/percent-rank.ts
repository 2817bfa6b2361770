import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

class PercentRank extends Operator {
  private readonly length: number;
  /** The window, filled up to a multiple of four with values that are smaller than none. */
  private readonly ring: Float64Array;
  private position = 0;
  private count = 0;

  constructor(length: number) {
    super();
    this.length = length;
    this.ring = new Float64Array(4 * Math.ceil((length + 1) / 4)).fill(Infinity);
  }

  next(value: number): number {
    const { ring, length } = this;
    ring[this.position] = value;
    this.position = this.position === length ? 0 : this.position + 1;
    if (this.count <= length && ++this.count <= length) return NaN;
    // Four at a time and without branches, counting beats a sorted window (40 ns against 80 for 100 values).
    let smaller = 0;
    for (let i = 3; i < ring.length; i += 4)
      smaller +=
        Number(ring[i - 3] < value) +
        Number(ring[i - 2] < value) +
        Number(ring[i - 1] < value) +
        Number(ring[i] < value);
    return (100 * smaller) / length;
  }
}

export const percentRankDefinition = defineOperator({
  name: "percentRank",
  title: "Rolling percent rank",
  about: "Share of the `length` values before that are smaller than this one, 0 to 100.",
  formula: "100 * count(value[t-i] < value[t], i = 1 ... length) / length",
  source: "Connors and Alvarez, An Introduction to ConnorsRSI (2012).",
  convention: "Equal values count as not smaller. Costs time in proportion to `length`.",
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
