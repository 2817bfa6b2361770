import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { HighestAge } from "./rolling/extreme-age.ts";

class Aroon extends Operator {
  private readonly length: number;
  private readonly sinceHigh: HighestAge;
  private readonly sinceLow: HighestAge;
  down = NaN;
  oscillator = NaN;

  constructor(length: number) {
    super();
    this.length = length;
    this.sinceHigh = new HighestAge(length + 1);
    this.sinceLow = new HighestAge(length + 1);
  }

  next(high: number, low: number): number {
    const { length } = this;
    const up = (100 * (length - this.sinceHigh.next(high))) / length;
    this.down = (100 * (length - this.sinceLow.next(-low))) / length;
    this.oscillator = up - this.down;
    return up;
  }
}

export const aroonDefinition = defineOperator({
  name: "aroon",
  title: "Aroon",
  about: "How fresh the last high and the last low are: near 100 while a trend makes new ones.",
  formula:
    "up = 100 * (length - candles since the highest high) / length, down = 100 * (length - candles since the lowest low) / length, oscillator = up - down",
  source: "T. Chande, Stocks & Commodities 13 (1995); as in Stock.Indicators.",
  convention: "Over the last `length + 1` candles; of equal extremes the oldest counts (TA-Lib takes the newest).",
  inputs: ["high", "low"],
  outputs: [
    { name: "up", scale: "oscillator" },
    { name: "down", scale: "oscillator" },
    { name: "oscillator", scale: "oscillator" },
  ],
  parameters: { length: integer(25, { min: 1, max: 100_000, about: "candles to look back" }) },
  warmUp: (p) => p.length,
  create: (p) => new Aroon(p.length),
});

/** Freshness of the last high and low over `length` candles, 0 to 100, and the difference of the two. */
export function aroon({ high, low }: Market, length = 25): Readonly<Record<"up" | "down" | "oscillator", Series>> {
  return applyAll(aroonDefinition, ["up", "down", "oscillator"], [high, low], { length });
}
