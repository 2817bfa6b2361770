import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";

/** Beyond this the logarithm would run away; Ehlers sets the position to `CLAMPED` there. */
const LIMIT = 0.99;
const CLAMPED = 0.999;

class Fisher extends Operator {
  trigger = NaN;
  private readonly ring: Float64Array;
  private index = 0;
  private count = 0;
  private position = 0.5;
  private fisher = 0.5;

  constructor(length: number) {
    super();
    this.ring = new Float64Array(length);
    this.position = 0;
    this.fisher = 0;
  }

  next(value: number): number {
    const { ring } = this;
    ring[this.index] = value;
    this.index = this.index + 1 === ring.length ? 0 : this.index + 1;
    const isFirst = this.count === 0;
    if (this.count < ring.length) this.count++;
    // The window is shorter at the start, so a rolling extreme that waits until it is full does not fit.
    let low = value;
    let high = value;
    for (let i = 0; i < this.count; i++) {
      if (ring[i] < low) low = ring[i];
      if (ring[i] > high) high = ring[i];
    }
    const range = high - low;
    const position = range === 0 ? 0 : 0.66 * ((value - low) / range - 0.5) + 0.67 * this.position;
    this.position = position > LIMIT ? CLAMPED : position < -LIMIT ? -CLAMPED : position;
    this.trigger = isFirst ? NaN : this.fisher;
    this.fisher = Math.atanh(this.position) + 0.5 * this.fisher;
    return this.fisher;
  }
}

export const fisherDefinition = defineOperator({
  name: "fisher",
  title: "Fisher transform",
  about: "The place of a value in its range, stretched so that extremes stand out; `trigger` is the value before.",
  formula:
    "fisher = atanh(x) + fisher[t-1] / 2, x = 0.66 * ((value - lowest) / (highest - lowest) - 0.5) + 0.67 * x[t-1], beyond 0.99 set to 0.999",
  source: "John Ehlers, Stocks & Commodities (November 2002).",
  convention:
    "Ehlers takes the median price. The window grows from the first candle on, where the value is 0. Costs time in proportion to `length`.",
  inputs: ["value"],
  outputs: [
    { name: "fisher", scale: "oscillator" },
    { name: "trigger", scale: "oscillator" },
  ],
  parameters: { length: integer(10, { min: 1, max: 10_000, about: "candles in the range" }) },
  warmUp: () => 0,
  outputWarmUps: () => ({ trigger: 1 }),
  create: (p) => new Fisher(p.length),
});

/** Fisher transform of a series, usually the median price, and its value one candle before. */
export function fisher(value: SeriesLike, length = 10): Readonly<Record<"fisher" | "trigger", Series>> {
  return applyAll(fisherDefinition, ["fisher", "trigger"], [value], { length });
}
