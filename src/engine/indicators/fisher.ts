import { applyAll, type SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";

/** Beyond this the logarithm would run away; Ehlers sets the position to `CLAMPED` there. */
const LIMIT = 0.99;
const CLAMPED = 0.999;

class Fisher extends Operator {
  trigger = NaN;
  private readonly rollingHighest: RollingHighest;
  private readonly rollingLowest: RollingLowest;
  /** Extremes since the first candle: they stand in while the window is not full. */
  private highest = -Infinity;
  private lowest = Infinity;
  private position = 0.5;
  private fisher = NaN;

  constructor(length: number) {
    super();
    this.rollingHighest = new RollingHighest(length);
    this.rollingLowest = new RollingLowest(length);
    this.position = 0;
  }

  next(value: number): number {
    if (value > this.highest) this.highest = value;
    if (value < this.lowest) this.lowest = value;
    const rollingHigh = this.rollingHighest.next(value);
    const rollingLow = this.rollingLowest.next(value);
    const high = rollingHigh === rollingHigh ? rollingHigh : this.highest;
    const low = rollingLow === rollingLow ? rollingLow : this.lowest;
    const range = high - low;
    const position = range === 0 ? 0 : 0.66 * ((value - low) / range - 0.5) + 0.67 * this.position;
    this.position = position > LIMIT ? CLAMPED : position < -LIMIT ? -CLAMPED : position;
    this.trigger = this.fisher;
    const before = this.fisher === this.fisher ? this.fisher : 0;
    this.fisher = 0.5 * Math.log((1 + this.position) / (1 - this.position)) + 0.5 * before;
    return this.fisher;
  }
}

export const fisherDefinition = defineOperator({
  name: "fisher",
  title: "Fisher transform",
  about: "The place of a value in its range, stretched so that extremes stand out; `trigger` is the value before.",
  formula:
    "fisher = log((1 + x) / (1 - x)) / 2 + fisher[t-1] / 2, x = 0.66 * ((value - lowest) / (highest - lowest) - 0.5) + 0.67 * x[t-1], beyond 0.99 set to 0.999",
  source: "John Ehlers, Stocks & Commodities (November 2002).",
  convention: "Ehlers takes the median price. The window grows from the first candle on, where the value is 0.",
  inputs: ["value"],
  outputs: [
    { name: "fisher", scale: "oscillator" },
    { name: "trigger", scale: "oscillator" },
  ],
  parameters: { length: integer(10, { min: 1, max: 100_000, about: "candles in the range" }) },
  warmUp: () => 0,
  outputWarmUps: () => ({ trigger: 1 }),
  create: (p) => new Fisher(p.length),
});

/** Fisher transform of a series, usually the median price, and its value one candle before. */
export function fisher(value: SeriesLike, length = 10): Readonly<Record<"fisher" | "trigger", Series>> {
  return applyAll(fisherDefinition, ["fisher", "trigger"], [value], { length });
}
