import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal, integer } from "../parameters.ts";
import { Smoothing } from "./rolling/smoothing.ts";
import { TrueRange } from "./rolling/true-range.ts";

class VolatilityStop extends Operator {
  direction = NaN;
  isTurn = NaN;
  private readonly length: number;
  private readonly multiplier: number;
  private readonly range = new TrueRange();
  private readonly average: Smoothing;
  /** Average true range of the candle before. */
  private atr = NaN;
  private first = NaN;
  private lowest = Infinity;
  private highest = -Infinity;
  private count = 0;
  private hasTurned = false;
  private isLong = true;
  /** Best close since the turn: Wilder's significant close. */
  private best = NaN;

  constructor(length: number, multiplier: number) {
    super();
    this.length = length;
    this.multiplier = multiplier;
    this.average = Smoothing.wilder(length);
  }

  next(high: number, low: number, close: number): number {
    const { atr } = this;
    const range = this.range.next(high, low, close);
    if (range === range) this.atr = this.average.next(range);
    if (this.count < this.length) {
      this.guess(close);
      return NaN;
    }
    const distance = this.multiplier * atr;
    const stop = this.isLong ? this.best - distance : this.best + distance;
    const { hasTurned } = this;
    const wasLong = this.isLong;
    const turns = wasLong ? close < stop : close > stop;
    if (turns) {
      this.isLong = !wasLong;
      this.best = close;
      this.hasTurned = true;
    } else if (wasLong ? close > this.best : close < this.best) this.best = close;
    this.direction = hasTurned ? (wasLong ? 1 : -1) : NaN;
    this.isTurn = hasTurned ? (turns ? 1 : 0) : NaN;
    return hasTurned ? stop : NaN;
  }

  /** The first direction is a guess from the first closes; nothing is shown until the stop has turned once. */
  private guess(close: number): void {
    if (this.count === 0) this.first = close;
    if (close > this.highest) this.highest = close;
    if (close < this.lowest) this.lowest = close;
    this.count++;
    this.isLong = close > this.first;
    this.best = this.isLong ? this.highest : this.lowest;
  }
}

export const volatilityStopDefinition = defineOperator({
  name: "volatilityStop",
  title: "Volatility stop",
  about: "Wilder's volatility system: a stop at a multiple of the average true range from the best close of the trade.",
  formula: "stop = best close since the turn -+ multiplier * atr[t-1]; it turns over when the close goes beyond it",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978); as in Stock.Indicators.",
  convention:
    "The first direction is guessed from the first closes, so nothing is given until after the first turn. On the candle of a turn (isTurn = 1) stop and direction are still those of the old side.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "stop", scale: "price" },
    { name: "direction", scale: "state", about: "1 long, -1 short" },
    { name: "isTurn", scale: "state", about: "1 where it turns over, else 0" },
  ],
  parameters: {
    length: integer(7, { min: 1, max: 100_000, about: "candles in the average true range" }),
    multiplier: decimal(3, { min: 0.001, max: 100, about: "distance of the stop, in average true ranges" }),
  },
  warmUp: (p) => p.length + 2,
  warmUpDependsOnData: true,
  create: (p) => new VolatilityStop(p.length, p.multiplier),
});

/** Volatility stop, the direction it protects (1 long, -1 short), and whether it turns on this candle (1 or 0). */
export function volatilityStop(
  { high, low, close }: Market,
  length = 7,
  multiplier = 3,
): Readonly<Record<"stop" | "direction" | "isTurn", Series>> {
  const inputs = [high, low, close];
  return applyAll(volatilityStopDefinition, ["stop", "direction", "isTurn"], inputs, { length, multiplier });
}
