import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class Streak extends Operator {
  private previous = NaN;
  private length = 0;

  next(value: number): number {
    const { previous, length } = this;
    this.previous = value;
    if (value > previous) this.length = length > 0 ? length + 1 : 1;
    else if (value < previous) this.length = length < 0 ? length - 1 : -1;
    else this.length = 0;
    return this.length;
  }
}

export const streakDefinition = defineOperator({
  name: "streak",
  title: "Streak",
  about: "Number of rises in a row, or of falls, then negative; 0 where nothing moved and on the first candle.",
  formula: "streak[t] = sign(value[t] - value[t-1]), plus streak[t-1] where that has the same sign",
  source: "Connors and Alvarez, An Introduction to ConnorsRSI (2012).",
  inputs: ["value"],
  outputs: [{ name: "streak", scale: "state" }],
  parameters: {},
  warmUp: () => 0,
  create: () => new Streak(),
});

/** Number of rises in a row; falls count negative. */
export function streak(value: SeriesLike): Series {
  return apply(streakDefinition, [value]);
}
