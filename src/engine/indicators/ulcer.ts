import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

class Ulcer extends Operator {
  private readonly ring: Float64Array;
  private position = 0;
  private count = 0;

  constructor(length: number) {
    super();
    this.ring = new Float64Array(length);
  }

  next(value: number): number {
    const { ring } = this;
    const { length } = ring;
    ring[this.position] = value;
    this.position = this.position + 1 === length ? 0 : this.position + 1;
    if (this.count < length && ++this.count < length) return NaN;
    // The peak is that of this window only, so the drawdowns change when it moves: they are taken afresh.
    let peak = 0;
    let squares = 0;
    for (let i = 0, at = this.position; i < length; i++) {
      const past = ring[at];
      if (++at === length) at = 0;
      peak = Math.max(peak, past);
      const drawdown = 1 - past / peak;
      squares += drawdown * drawdown;
    }
    return squares < Infinity ? 100 * Math.sqrt(squares / length) : NaN;
  }
}

export const ulcerDefinition = defineOperator({
  name: "ulcer",
  title: "Ulcer index",
  about: "Depth and length of the falls from the peak: root mean square of the drawdowns, in percent.",
  formula: "sqrt(mean(d^2)), d = 100 * (peak - value) / peak, peak = highest value of the window so far",
  source: "Peter Martin and Byron McCann, The Investor's Guide to Fidelity Funds (1989).",
  convention:
    "The peak is looked for inside the window only. Unknown where it is not above 0. Costs time in proportion to `length`.",
  inputs: ["value"],
  outputs: [{ name: "ulcer", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 10_000, about: "candles in the window" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new Ulcer(p.length),
});

/** Ulcer index over `length` candles, in percent. */
export function ulcer(value: SeriesLike, length = 14): Series {
  return apply(ulcerDefinition, [value], { length });
}
