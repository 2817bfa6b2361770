import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer, onOff } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";

class Donchian extends Operator {
  private readonly includesCurrent: boolean;
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;
  private nextUpper = NaN;
  private nextLower = NaN;
  middle = NaN;
  lower = NaN;

  constructor(length: number, includesCurrent: boolean) {
    super();
    this.includesCurrent = includesCurrent;
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
  }

  next(high: number, low: number): number {
    const previousUpper = this.nextUpper;
    const previousLower = this.nextLower;
    this.nextUpper = this.highest.next(high);
    this.nextLower = this.lowest.next(low);
    const upper = this.includesCurrent ? this.nextUpper : previousUpper;
    this.lower = this.includesCurrent ? this.nextLower : previousLower;
    this.middle = (upper + this.lower) / 2;
    return upper;
  }
}

export const donchianDefinition = defineOperator({
  name: "donchian",
  title: "Donchian channel",
  about: "The highest high and the lowest low of the last candles: what a breakout breaks out of.",
  formula: "upper = max(high), lower = min(low), middle = (upper + lower) / 2",
  source: "R. Donchian; as in Stock.Indicators.",
  convention:
    "Over the `length` candles *before* this one, so that a close can lie outside; with `includesCurrent` over the last `length` candles, this one included, as charts often draw it.",
  inputs: ["high", "low"],
  outputs: [
    { name: "upper", scale: "price" },
    { name: "middle", scale: "price" },
    { name: "lower", scale: "price" },
  ],
  parameters: {
    length: integer(20, { min: 1, max: 100_000, about: "candles in the channel" }),
    includesCurrent: onOff(false, { about: "whether this candle belongs to the channel" }),
  },
  warmUp: (p) => (p.includesCurrent ? p.length - 1 : p.length),
  create: (p) => new Donchian(p.length, p.includesCurrent),
});

/** Highest high and lowest low of the `length` candles before this one, and the middle between them. */
export function donchian(
  { high, low }: Market,
  length = 20,
  options: { includesCurrent?: boolean } = {},
): Readonly<Record<"upper" | "middle" | "lower", Series>> {
  return applyAll(donchianDefinition, ["upper", "middle", "lower"], [high, low], { length, ...options });
}
