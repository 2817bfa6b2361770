import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { PairMoments } from "./rolling/pair-moments.ts";

class Beta extends Operator {
  private readonly moments: PairMoments;
  private previousValue = NaN;
  private previousBenchmark = NaN;

  constructor(length: number) {
    super();
    this.moments = new PairMoments(length);
  }

  next(value: number, benchmark: number): number {
    const change = value / this.previousValue - 1;
    const benchmarkChange = benchmark / this.previousBenchmark - 1;
    this.previousValue = value;
    this.previousBenchmark = benchmark;
    // Unknown where there is no value before, or it was 0.
    if (!(Math.abs(change) < Infinity && Math.abs(benchmarkChange) < Infinity)) return NaN;
    this.moments.next(benchmarkChange, change);
    return this.moments.productsSum / this.moments.leftSquaresSum;
  }
}

export const betaDefinition = defineOperator({
  name: "beta",
  title: "Rolling beta",
  about: "How much a value usually moves, in percent, when a benchmark moves by one.",
  formula: "covariance(changes of value, changes of benchmark) / variance(changes of benchmark), over length changes",
  source: "William Sharpe, Journal of Finance (1964).",
  convention: "Simple changes (value[t] / value[t-1] - 1), not logarithms. Unknown where the benchmark has not moved.",
  inputs: ["value", "benchmark"],
  outputs: [{ name: "beta", scale: "ratio" }],
  parameters: { length: integer(50, { min: 2, max: 100_000, about: "changes in the window" }) },
  warmUp: (p) => p.length,
  create: (p) => new Beta(p.length),
});

/** How much `value` usually moves when `benchmark` does, over `length` changes. */
export function beta(value: SeriesLike, benchmark: SeriesLike, length = 50): Series {
  return apply(betaDefinition, [value, benchmark], { length });
}
