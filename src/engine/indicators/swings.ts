import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { TurningPoint } from "./rolling/turning-point.ts";

/** Compares each turning point with the one before, as long as that is not too long ago. */
class SwingTrend {
  private readonly maxAge: number;
  private last = NaN;
  private age = 0;

  constructor(maxAge: number) {
    this.maxAge = maxAge;
  }

  /** 1 where the point is higher than the last, -1 where lower; NaN where there is nothing to compare. */
  next(point: number): number {
    this.age++;
    if (this.age > this.maxAge) this.last = NaN;
    if (point !== point) return NaN;
    const { last } = this;
    this.last = point;
    this.age = 0;
    if (point > last) return 1;
    return point < last ? -1 : NaN;
  }
}

class Swings extends Operator {
  low = NaN;
  highTrend = NaN;
  lowTrend = NaN;
  private readonly highs: TurningPoint;
  private readonly lows: TurningPoint;
  private readonly highTrends: SwingTrend;
  private readonly lowTrends: SwingTrend;

  constructor(left: number, right: number, maxAge: number) {
    super();
    this.highs = new TurningPoint(left, right);
    this.lows = new TurningPoint(left, right);
    this.highTrends = new SwingTrend(maxAge);
    this.lowTrends = new SwingTrend(maxAge);
  }

  next(high: number, low: number): number {
    const turnHigh = this.highs.next(high);
    this.low = -this.lows.next(-low);
    this.highTrend = this.highTrends.next(turnHigh);
    this.lowTrend = this.lowTrends.next(this.low);
    return turnHigh;
  }
}

export const swingsDefinition = defineOperator({
  name: "swings",
  title: "Swing points",
  about: "Pivot highs and lows, and whether each is higher (1) or lower (-1) than the one before.",
  formula: "high[t-right] where it exceeds the highs of left candles before and right after it; low likewise",
  source: "Common definition; the trend as in Stock.Indicators' Pivots.",
  convention:
    "Given on the candle that confirms it, `right` candles after the turn, and only there. The trend is unknown where the point before is more than `maxAge` candles away or equal.",
  inputs: ["high", "low"],
  outputs: [
    { name: "high", scale: "price" },
    { name: "low", scale: "price" },
    { name: "highTrend", scale: "state", about: "1: a higher high, -1: a lower one" },
    { name: "lowTrend", scale: "state", about: "1: a higher low, -1: a lower one" },
  ],
  parameters: {
    left: integer(2, { min: 1, max: 1_000, about: "candles before the turn" }),
    right: integer(2, { min: 1, max: 1_000, about: "candles after it, which confirm it" }),
    maxAge: integer(20, { min: 1, max: 100_000, about: "candles between points that are compared" }),
  },
  warmUp: (p) => p.left + p.right,
  warmUpDependsOnData: true,
  create: (p) => new Swings(p.left, p.right, p.maxAge),
});

/** Swing highs and lows with their trend, each on the candle that confirms it, else unknown. */
export function swings(
  { high, low }: Market,
  left = 2,
  right = 2,
  maxAge = 20,
): Readonly<Record<"high" | "low" | "highTrend" | "lowTrend", Series>> {
  return applyAll(swingsDefinition, ["high", "low", "highTrend", "lowTrend"], [high, low], { left, right, maxAge });
}
