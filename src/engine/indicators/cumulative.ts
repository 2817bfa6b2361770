import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { CumulativeSum } from "./rolling/cumulative-sum.ts";

class Cumulative extends Operator {
  private readonly sum = new CumulativeSum();

  next(value: number): number {
    return this.sum.next(value);
  }
}

export const cumulativeDefinition = defineOperator({
  name: "cumulative",
  title: "Cumulative sum",
  about: "Sum of all values since the first candle.",
  formula: "value[0] + ... + value[t]",
  source: "Definition, with Neumaier's compensation.",
  convention: "Its level depends on where the candles begin.",
  inputs: ["value"],
  outputs: [{ name: "sum", scale: "volume" }],
  parameters: {},
  warmUp: () => 0,
  create: () => new Cumulative(),
});

/** Sum of all values since the first candle. */
export function cumulative(value: SeriesLike): Series {
  return apply(cumulativeDefinition, [value]);
}
