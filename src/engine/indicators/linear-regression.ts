import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingRegression } from "./rolling/regression.ts";

class LinearRegression extends Operator {
  private readonly line: RollingRegression;
  slope = NaN;
  rSquared = NaN;

  constructor(length: number) {
    super();
    this.line = new RollingRegression(length);
  }

  next(value: number): number {
    this.line.next(value);
    this.slope = this.line.slope;
    this.rSquared = this.line.rSquared();
    return this.line.end();
  }
}

export const linearRegressionDefinition = defineOperator({
  name: "linearRegression",
  title: "Linear regression",
  about: "The straight line through the last values: where it ends, how steep it is, and how well it fits.",
  formula:
    "slope = sum((i - mean(i)) * (value - mean(value))) / sum((i - mean(i))^2), value = mean(value) + slope * (length - 1) / 2, rSquared = slope^2 * sum((i - mean(i))^2) / sum((value - mean(value))^2)",
  source: "Least squares. The end of the line is also known as end-point moving average (EPMA) or LSMA.",
  convention: "rSquared is unknown where all values of the window are equal.",
  inputs: ["value"],
  outputs: [
    { name: "value", scale: "price", about: "the line at this candle" },
    { name: "slope", scale: "oscillator", about: "change of the line from one candle to the next" },
    { name: "rSquared", scale: "ratio", about: "share of the variance that the line explains, 0 to 1" },
  ],
  parameters: { length: integer(14, { min: 2, max: 100_000, about: "candles that the line is fitted to" }) },
  warmUp: (p) => p.length - 1,
  create: (p) => new LinearRegression(p.length),
});

/** The line of least squares through the last `length` values: its end, its slope, and its R squared. */
export function linearRegression(
  value: SeriesLike,
  length: number,
): Readonly<Record<"value" | "slope" | "rSquared", Series>> {
  return applyAll(linearRegressionDefinition, ["value", "slope", "rSquared"], [value], { length });
}
