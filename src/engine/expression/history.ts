/** Operators that look back: what was, how long ago, and the extremes since. */
import { integer } from "../parameters.ts";
import { apply, type SeriesLike } from "./apply.ts";
import type { Condition, Series } from "./node.ts";
import { defineOperator, Operator } from "./operator.ts";

class Lag extends Operator {
  private readonly ring: Float64Array;
  private position = 0;

  constructor(candles: number) {
    super();
    this.ring = new Float64Array(candles).fill(NaN);
  }

  next(value: number): number {
    const past = this.ring[this.position];
    this.ring[this.position] = value;
    this.position = this.position + 1 === this.ring.length ? 0 : this.position + 1;
    return past;
  }
}

export const lagDefinition = defineOperator({
  name: "lag",
  title: "Earlier value",
  about: "The value of a series a number of candles ago.",
  formula: "value[t - candles]",
  source: "Definition.",
  convention: "Counts candles, whatever they hold: over a missing value it gives a missing value `candles` later.",
  inputs: ["value"],
  outputs: [{ name: "value", scale: "price" }],
  parameters: { candles: integer(1, { min: 1, max: 100_000, about: "how many candles back" }) },
  warmUp: (p) => p.candles,
  acceptsNaN: true,
  create: (p) => new Lag(p.candles),
});

/** The value `candles` candles ago. */
export function lag(value: SeriesLike, candles = 1): Series {
  return apply(lagDefinition, [value], { candles });
}

class BarsSince extends Operator {
  private count = NaN;

  next(isTrue: number): number {
    this.count = isTrue === 1 ? 0 : this.count + 1;
    return this.count;
  }
}

export const barsSinceDefinition = defineOperator({
  name: "barsSince",
  title: "Candles since a condition was true",
  about: "0 on a candle on which it is true, 1 on the next, and so on; unknown before it was ever true.",
  formula: "t - max{s <= t: condition[s]}",
  source: "Definition.",
  convention: "Candles on which the condition is unknown are not counted.",
  inputs: ["condition"],
  outputs: [{ name: "value", scale: "state" }],
  parameters: {},
  warmUp: () => 0,
  warmUpDependsOnData: true,
  create: () => new BarsSince(),
});

/** Candles since the condition was last true: 0 on that candle. */
export function barsSince(condition: Condition): Series {
  return apply(barsSinceDefinition, [condition]);
}

class ValueWhen extends Operator {
  private value = NaN;

  next(isTrue: number, value: number): number {
    if (isTrue === 1) this.value = value;
    return this.value;
  }
}
export const valueWhenDefinition = defineOperator({
  name: "valueWhen",
  title: "Value at the last time a condition was true",
  about: "Remembers the value of a series on the last candle on which the condition was true.",
  formula: "value[max{s <= t: condition[s]}]",
  source: "Definition.",
  inputs: ["condition", "value"],
  outputs: [{ name: "value", scale: "price" }],
  parameters: {},
  warmUp: () => 0,
  warmUpDependsOnData: true,
  create: () => new ValueWhen(),
});

/** The series' value on the last candle on which the condition was true. */
export function valueWhen(condition: Condition, value: SeriesLike): Series {
  return apply(valueWhenDefinition, [condition, value]);
}

class ExtremeSince extends Operator {
  /** 1: the highest, -1: the lowest. */
  private readonly direction: number;
  private extreme = NaN;

  constructor(direction: 1 | -1) {
    super();
    this.direction = direction;
  }

  next(isTrue: number, value: number): number {
    if (isTrue === 1 || value * this.direction > this.extreme * this.direction) this.extreme = value;
    return this.extreme;
  }
}

function extremeSince(direction: 1 | -1) {
  const [which, largest, max] = direction === 1 ? ["Highest", "largest", "max"] : ["Lowest", "smallest", "min"];
  return defineOperator({
    name: `${which.toLowerCase()}Since`,
    title: `${which} value since a condition was true`,
    about: `The ${largest} value from the last candle on which the condition was true up to now.`,
    formula: `${max}{value[s]: last true <= s <= t}`,
    source: "Definition.",
    inputs: ["condition", "value"],
    outputs: [{ name: "value", scale: "price" }],
    parameters: {},
    warmUp: () => 0,
    warmUpDependsOnData: true,
    create: () => new ExtremeSince(direction),
  });
}
export const highestSinceDefinition = extremeSince(1);
export const lowestSinceDefinition = extremeSince(-1);

/** The highest value since the condition was last true, that candle included. */
export function highestSince(condition: Condition, value: SeriesLike): Series {
  return apply(highestSinceDefinition, [condition, value]);
}
/** The lowest value since the condition was last true, that candle included. */
export function lowestSince(condition: Condition, value: SeriesLike): Series {
  return apply(lowestSinceDefinition, [condition, value]);
}
