import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class Chandelier extends Operator {
  private readonly multiplier: number;
  private readonly range = new TrueRange();
  private readonly average: Smoothing;
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;
  short = NaN;

  constructor(length: number, multiplier: number) {
    super();
    this.multiplier = multiplier;
    this.average = Smoothing.wilder(length);
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
  }

  next(high: number, low: number, close: number): number {
    const highest = this.highest.next(high);
    const lowest = this.lowest.next(low);
    const range = this.range.next(high, low, close);
    if (range !== range) return NaN;
    const distance = this.multiplier * this.average.next(range);
    this.short = lowest + distance;
    return highest - distance;
  }
}

export const chandelierDefinition = defineOperator({
  name: "chandelier",
  title: "Chandelier exit",
  about: "A stop that hangs from the highest high of the last candles, or stands on the lowest low.",
  formula: "long = max(high) - multiplier * atr(length), short = min(low) + multiplier * atr(length)",
  source: "C. Le Beau, in A. Elder, Come Into My Trading Room (2002); as in Stock.Indicators.",
  convention: "Highest and lowest over the last `length` candles, this one included.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "long", scale: "price", about: "stop of a long position" },
    { name: "short", scale: "price", about: "stop of a short position" },
  ],
  parameters: {
    length: integer(22, { min: 1, max: 100_000, about: "candles of the extremes and of the average true range" }),
    multiplier: decimal(3, { min: 0, max: 100, about: "distance of the stop, in average true ranges" }),
  },
  warmUp: (p) => p.length,
  create: (p) => new Chandelier(p.length, p.multiplier),
});

/** Stops at `multiplier` average true ranges from the extremes of the last `length` candles. */
export function chandelier(
  { high, low, close }: Market,
  length = 22,
  multiplier = 3,
): Readonly<Record<"long" | "short", Series>> {
  return applyAll(chandelierDefinition, ["long", "short"], [high, low, close], { length, multiplier });
}
