import { apply, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { choice, integer } from "../parameters.ts";

class Ema extends Operator {
  private readonly length: number;
  private readonly alpha: number;
  private value = NaN;
  private mean = 0.5;
  private count = 0;

  constructor(length: number, seed: "sma" | "first") {
    super();
    this.length = seed === "first" ? 1 : length;
    this.alpha = 2 / (length + 1);
    this.mean = 0;
  }

  next(value: number): number {
    if (this.count >= this.length) {
      this.value += this.alpha * (value - this.value);
      return this.value;
    }
    this.count++;
    // A growing mean, not a sum: over equal values it is exactly that value, so two averages of them are equal.
    this.mean += (value - this.mean) / this.count;
    if (this.count === this.length) this.value = this.mean;
    return this.value;
  }
}

export const emaDefinition = defineOperator({
  name: "ema",
  title: "Exponential moving average",
  about: "A mean in which each older candle weighs less, by a constant factor.",
  formula: "ema[t] = ema[t-1] + alpha * (value[t] - ema[t-1]), alpha = 2 / (length + 1)",
  source: "Common definition; seeded as in TA-Lib and Stock.Indicators.",
  convention:
    'Seeded with the mean of the first `length` values; `seed: "first"` starts from the first value instead, without warm-up.',
  inputs: ["value"],
  outputs: [{ name: "ema", scale: "price" }],
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles in the average" }),
    seed: choice("sma", { options: ["sma", "first"], about: "what the average starts from" }),
  },
  warmUp: (p) => (p.seed === "first" ? 0 : p.length - 1),
  create: (p) => new Ema(p.length, p.seed),
});

/** Exponential moving average over `length` candles. */
export function ema(value: SeriesLike, length: number, options: { seed?: "sma" | "first" } = {}): Series {
  return apply(emaDefinition, [value], { length, ...options });
}
