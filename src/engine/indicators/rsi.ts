import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";

class Rsi extends Operator {
  private readonly gain: Smoothing;
  private readonly loss: Smoothing;
  private previous = NaN;

  constructor(length: number) {
    super();
    this.gain = Smoothing.wilder(length);
    this.loss = Smoothing.wilder(length);
  }

  next(value: number): number {
    const change = value - this.previous;
    this.previous = value;
    if (change !== change) return NaN;
    const gain = this.gain.next(change > 0 ? change : 0);
    const loss = this.loss.next(change < 0 ? -change : 0);
    return 100 * (gain / (gain + loss));
  }
}

export const rsiDefinition = defineOperator({
  name: "rsi",
  title: "Relative strength index",
  about: "How much of the recent movement was upward: 100 if all of it, 0 if none.",
  formula: "100 * gain / (gain + loss), each Wilder's average of the rises or falls over length changes",
  source: "J. Welles Wilder, New Concepts in Technical Trading Systems (1978).",
  convention:
    "Both averages start from the mean of the first `length` changes. Unknown while nothing has moved (0 / 0), where others give 0, 50 or 100.",
  inputs: ["value"],
  outputs: [{ name: "rsi", scale: "oscillator" }],
  parameters: { length: integer(14, { min: 1, max: 100_000, about: "changes in the averages" }) },
  warmUp: (p) => p.length,
  create: (p) => new Rsi(p.length),
});

/** Relative strength index, 0 to 100, after Wilder. */
export function rsi(value: SeriesLike, length = 14): Series {
  return apply(rsiDefinition, [value], { length });
}
