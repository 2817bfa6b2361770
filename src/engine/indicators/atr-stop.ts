import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class AtrStop extends Operator {
  direction = NaN;
  private readonly multiplier: number;
  private readonly range = new TrueRange();
  private readonly average: Smoothing;
  private previousClose = NaN;
  private upper = NaN;
  private lower = NaN;
  private isLong = true;

  constructor(length: number, multiplier: number) {
    super();
    this.multiplier = multiplier;
    this.average = Smoothing.wilder(length);
  }

  next(high: number, low: number, close: number): number {
    const { previousClose } = this;
    this.previousClose = close;
    const range = this.range.next(high, low, close);
    if (range !== range) return NaN;
    const distance = this.multiplier * this.average.next(range);
    if (distance !== distance) return NaN;
    const upper = close + distance;
    const lower = close - distance;
    if (this.upper !== this.upper) {
      this.isLong = close >= previousClose;
      this.upper = upper;
      this.lower = lower;
    }
    // Each band only ever tightens, until the close before went beyond it.
    if (upper < this.upper || previousClose > this.upper) this.upper = upper;
    if (lower > this.lower || previousClose < this.lower) this.lower = lower;
    this.isLong = close > (this.isLong ? this.lower : this.upper);
    this.direction = this.isLong ? 1 : -1;
    return this.isLong ? this.lower : this.upper;
  }
}

export const atrStopDefinition = defineOperator({
  name: "atrStop",
  title: "ATR trailing stop",
  about: "A stop that follows the close at a multiple of the average true range and turns over when it is crossed.",
  formula: "long: the highest close - multiplier * atr since the turn; short: the lowest close + multiplier * atr",
  source: "After Wilder's volatility system (1978); as in Stock.Indicators.",
  convention: "Starts long where the first candle with an average did not fall. direction is 1 while long, else -1.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "stop", scale: "price" },
    { name: "direction", scale: "state", about: "1 long, -1 short" },
  ],
  parameters: {
    length: integer(21, { min: 1, max: 100_000, about: "candles in the average true range" }),
    multiplier: decimal(3, { min: 0.001, max: 100, about: "distance of the stop, in average true ranges" }),
  },
  warmUp: (p) => p.length,
  create: (p) => new AtrStop(p.length, p.multiplier),
});

/** Trailing stop and the direction it protects: 1 long, -1 short. */
export function atrStop(
  { high, low, close }: Market,
  length = 21,
  multiplier = 3,
): Readonly<Record<"stop" | "direction", Series>> {
  return applyAll(atrStopDefinition, ["stop", "direction"], [high, low, close], { length, multiplier });
}
