import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";

class Cmo extends Operator {
  private readonly values: Float64Array;
  private readonly movement: RollingSum;
  private previous = NaN;
  private position = 0;

  constructor(length: number) {
    super();
    this.values = new Float64Array(length).fill(NaN);
    this.movement = new RollingSum(length);
  }

  next(value: number): number {
    const { values, previous } = this;
    const past = values[this.position];
    values[this.position] = value;
    this.position = this.position + 1 === values.length ? 0 : this.position + 1;
    this.previous = value;
    return previous === previous ? 100 * ((value - past) / this.movement.next(Math.abs(value - previous))) : NaN;
  }
}

export const cmoDefinition = defineOperator({
  name: "cmo",
  title: "Chande momentum oscillator",
  about: "Net movement over all movement: 100 if every candle rose, -100 if every one fell.",
  formula: "100 * (value[t] - value[t-length]) / sum(|change|, length), which is (rises - falls) / (rises + falls)",
  source: "Tushar Chande and Stanley Kroll, The New Technical Trader (1994).",
  convention: "Unknown where nothing has moved; others give 0 there.",
  inputs: ["value"],
  outputs: [{ name: "cmo", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "changes in the sums" }) },
  warmUp: (p) => p.length,
  create: (p) => new Cmo(p.length),
});

/** Chande momentum oscillator over `length` changes, -100 to 100. */
export function cmo(value: SeriesLike, length = 14): Series {
  return apply(cmoDefinition, [value], { length });
}
