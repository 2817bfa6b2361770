import { apply, type SeriesLike } from "../expression/apply.ts";
import { multiply } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { roc } from "./roc.ts";
import { Smoothing } from "./rolling/smoothing.ts";

class PmoSmoothing extends Operator {
  private readonly slow: Smoothing;
  private readonly fast: Smoothing;

  constructor(slow: number, fast: number) {
    super();
    this.slow = new Smoothing(slow, 2 / slow);
    this.fast = new Smoothing(fast, 2 / fast);
  }

  next(value: number): number {
    const average = this.slow.next(value);
    return average === average ? this.fast.next(average) : NaN;
  }
}

const parameters = {
  slow: integer(35, { min: 2, max: 100_000, about: "candles in the first smoothing" }),
  fast: integer(20, { min: 2, max: 100_000, about: "candles in the second smoothing" }),
};

const smoothingDefinition = defineOperator({
  name: "pmoSmoothing",
  title: "Swenlin's double smoothing",
  about: "Two exponential averages in a row, each with the weight 2 / length.",
  formula: "average[t] = average[t-1] + 2 / length * (value[t] - average[t-1])",
  source: "Carl Swenlin.",
  inputs: ["value"],
  outputs: [{ name: "average", scale: "oscillator" }],
  parameters,
  warmUp: (p) => p.slow + p.fast - 2,
  create: (p) => new PmoSmoothing(p.slow, p.fast),
});

/** Price momentum oscillator and its signal line. */
export function pmo(value: SeriesLike, slow = 35, fast = 20, signal = 10): Readonly<Record<"pmo" | "signal", Series>> {
  const line = apply(smoothingDefinition, [multiply(roc(value, 1), 10)], { slow, fast });
  return namedOutputs(labelOf("pmo", value, [slow, fast, signal]), { pmo: line, signal: ema(line, signal) });
}

export const pmoIndicator = defineIndicator({
  group: "Momentum",
  name: "pmo",
  title: "Price momentum oscillator",
  about: "The change in percent, smoothed twice, times 10.",
  formula: "smooth(smooth(10 * roc(value, 1), slow), fast), each with the weight 2 / length; signal = ema(pmo, signal)",
  source: "Carl Swenlin, DecisionPoint.",
  convention:
    "The weights are 2 / length, not 2 / (length + 1); each average starts from the mean of its first values.",
  usage: "pmo(value, slow, fast, signal)",
  outputs: [
    { name: "pmo", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
  ],
  parameters: { ...parameters, signal: integer(10, { min: 1, max: 100_000, about: "candles in the signal line" }) },
  warmUp: ({ slow, fast, signal }) => ({ pmo: slow + fast - 1, signal: slow + fast + signal - 2 }),
  build: ({ close }, { slow, fast, signal }) => pmo(close, slow, fast, signal),
});
