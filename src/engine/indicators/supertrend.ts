import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class Supertrend extends Operator {
  private readonly multiplier: number;
  private readonly range = new TrueRange();
  private readonly average: Smoothing;
  private previousClose = NaN;
  private upperBand = NaN;
  private lowerBand = NaN;
  direction = NaN;
  upper = NaN;
  lower = NaN;

  constructor(length: number, multiplier: number) {
    super();
    this.multiplier = multiplier;
    this.average = Smoothing.wilder(length);
  }

  next(high: number, low: number, close: number): number {
    const range = this.range.next(high, low, close);
    const atr = range === range ? this.average.next(range) : NaN;
    if (atr === atr) this.follow((high + low) / 2, this.multiplier * atr, close);
    this.previousClose = close;
    return this.direction > 0 ? this.lower : this.upper;
  }

  /** Moves the bands towards the price, never away from it, and turns where the close reaches the one that holds. */
  private follow(middle: number, distance: number, close: number): void {
    if (this.upperBand !== this.upperBand) {
      this.upperBand = middle + distance;
      this.lowerBand = middle - distance;
      this.direction = close >= middle ? 1 : -1;
    }
    if (middle + distance < this.upperBand || this.previousClose > this.upperBand) this.upperBand = middle + distance;
    if (middle - distance > this.lowerBand || this.previousClose < this.lowerBand) this.lowerBand = middle - distance;
    const isFalling = close <= (this.direction > 0 ? this.lowerBand : this.upperBand);
    this.direction = isFalling ? -1 : 1;
    this.upper = isFalling ? this.upperBand : NaN;
    this.lower = isFalling ? NaN : this.lowerBand;
  }
}

export const supertrendDefinition = defineOperator({
  name: "supertrend",
  title: "Supertrend",
  about: "A band below a rising market and above a falling one; the trend turns when the close goes through it.",
  formula:
    "bands = (high + low) / 2 +- multiplier * atr(length); the upper one only falls and the lower one only rises, until the close before went through it; the trend turns down at close <= lower, up at close > upper",
  source: "O. Seban; as in Stock.Indicators.",
  convention: "The first direction is up where the close is at or above the middle of its candle.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "supertrend", scale: "price", about: "the band that holds" },
    { name: "direction", scale: "state", about: "1 in a rising trend, -1 in a falling one" },
    { name: "upper", scale: "price", about: "the band in a falling trend, else unknown" },
    { name: "lower", scale: "price", about: "the band in a rising trend, else unknown" },
  ],
  parameters: {
    length: integer(10, { min: 1, max: 100_000, about: "candles in the average true range" }),
    multiplier: decimal(3, { min: 0, max: 100, about: "distance of the bands, in average true ranges" }),
  },
  warmUp: (p) => p.length,
  warmUpDependsOnData: true,
  create: (p) => new Supertrend(p.length, p.multiplier),
});

/** The band that follows a trend, and the trend's direction: 1 up, -1 down. */
export function supertrend(
  { high, low, close }: Market,
  length = 10,
  multiplier = 3,
): Readonly<Record<"supertrend" | "direction" | "upper" | "lower", Series>> {
  const names = ["supertrend", "direction", "upper", "lower"] as const;
  return applyAll(supertrendDefinition, names, [high, low, close], { length, multiplier });
}
