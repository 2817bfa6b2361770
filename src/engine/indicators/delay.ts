import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

class Delay extends Operator {
  private readonly ring: Float64Array;
  private position = 0;

  constructor(length: number) {
    super();
    this.ring = new Float64Array(length).fill(NaN);
  }

  next(value: number): number {
    const past = this.ring[this.position];
    this.ring[this.position] = value;
    this.position = this.position + 1 === this.ring.length ? 0 : this.position + 1;
    return past;
  }
}

export const delayDefinition = defineOperator({
  name: "delay",
  title: "Delayed value",
  about: "The value of a series `length` known values ago: what indicators are composed with.",
  formula: "value[t - length]",
  source: "Definition.",
  convention: "Unlike `lag`, it skips missing values, so that a gap in the data does not run through an indicator.",
  inputs: ["value"],
  outputs: [{ name: "value", scale: "price" }],
  parameters: { length: integer(1, { min: 1, max: 100_000, about: "known values back" }) },
  warmUp: (p) => p.length,
  create: (p) => new Delay(p.length),
});

/** The value `length` known values ago. */
export function delay(value: SeriesLike, length = 1): Series {
  return apply(delayDefinition, [value], { length });
}
