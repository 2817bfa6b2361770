import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingSum } from "./rolling/sum.ts";

class Kama extends Operator {
  private readonly length: number;
  private readonly fastWeight: number;
  private readonly slowWeight: number;
  private readonly ring: Float64Array;
  private readonly path: RollingSum;
  private position = 0;
  private count = 0;
  private previous = NaN;
  private average = NaN;
  efficiency = NaN;

  constructor(length: number, fast: number, slow: number) {
    super();
    this.length = length;
    this.fastWeight = 2 / (fast + 1);
    this.slowWeight = 2 / (slow + 1);
    this.ring = new Float64Array(length);
    this.path = new RollingSum(length);
  }

  next(value: number): number {
    const oldest = this.ring[this.position];
    this.ring[this.position] = value;
    this.position = this.position + 1 === this.length ? 0 : this.position + 1;
    const path = this.count === 0 ? NaN : this.path.next(Math.abs(value - this.previous));
    this.previous = value;
    if (this.count < this.length) {
      this.count++;
      if (this.count === this.length) this.average = value;
      return this.average;
    }
    if (path === 0) {
      this.efficiency = 0;
      this.average = value;
    } else {
      this.efficiency = Math.abs(value - oldest) / path;
      const weight = this.efficiency * (this.fastWeight - this.slowWeight) + this.slowWeight;
      this.average += weight * weight * (value - this.average);
    }
    return this.average;
  }
}

export const kamaDefinition = defineOperator({
  name: "kama",
  title: "Kaufman adaptive moving average",
  about: "An exponential average that is fast while prices go straight and slow while they go back and forth.",
  formula:
    "efficiency = |value[t] - value[t-length]| / sum(|value[i] - value[i-1]|); weight = (efficiency * (2/(fast+1) - 2/(slow+1)) + 2/(slow+1))^2; kama[t] = kama[t-1] + weight * (value[t] - kama[t-1])",
  source: "P. Kaufman, Trading Systems and Methods; as in Stock.Indicators.",
  convention:
    "Starts from value `length` as it is; over a window without any movement the efficiency is 0 and the average is the value.",
  inputs: ["value"],
  outputs: [
    { name: "kama", scale: "price" },
    { name: "efficiency", scale: "ratio", about: "1 where prices went straight, 0 where they went nowhere" },
  ],
  parameters: {
    length: integer(10, { min: 1, max: 100_000, about: "candles over which the efficiency is measured" }),
    fast: integer(2, { min: 1, max: 100_000, about: "EMA length at an efficiency of 1" }),
    slow: integer(30, { min: 1, max: 100_000, about: "EMA length at an efficiency of 0" }),
  },
  warmUp: (p) => p.length - 1,
  outputWarmUps: (p) => ({ efficiency: p.length }),
  create: (p) => new Kama(p.length, p.fast, p.slow),
});

/** Kaufman's adaptive average and the efficiency ratio that steers it. */
export function kama(
  value: SeriesLike,
  length = 10,
  options: { fast?: number; slow?: number } = {},
): Readonly<Record<"kama" | "efficiency", Series>> {
  return applyAll(kamaDefinition, ["kama", "efficiency"], [value], { length, ...options });
}
