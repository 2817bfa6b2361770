import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { integer } from "../parameters.ts";
import { RollingHighest, RollingLowest } from "./rolling/extreme.ts";
import { Smoothing } from "./rolling/smoothing.ts";

/** Exponential average that starts from its first value. */
function fromFirst(length: number): Smoothing {
  return new Smoothing(1, 2 / (length + 1));
}

class Smi extends Operator {
  signal = NaN;
  private readonly highest: RollingHighest;
  private readonly lowest: RollingLowest;
  private readonly slowDistance: Smoothing;
  private readonly fastDistance: Smoothing;
  private readonly slowRange: Smoothing;
  private readonly fastRange: Smoothing;
  private readonly signalLine: Smoothing;

  constructor(length: number, slow: number, fast: number, signal: number) {
    super();
    this.highest = new RollingHighest(length);
    this.lowest = new RollingLowest(length);
    this.slowDistance = fromFirst(slow);
    this.fastDistance = fromFirst(fast);
    this.slowRange = fromFirst(slow);
    this.fastRange = fromFirst(fast);
    this.signalLine = fromFirst(signal);
  }

  next(high: number, low: number, close: number): number {
    const top = this.highest.next(high);
    const bottom = this.lowest.next(low);
    this.signal = NaN;
    if (top !== top || bottom !== bottom) return NaN;
    const distance = this.fastDistance.next(this.slowDistance.next(close - (top + bottom) / 2));
    const range = this.fastRange.next(this.slowRange.next(top - bottom));
    const smi = 100 * (distance / (range / 2));
    if (smi !== smi) return NaN;
    this.signal = this.signalLine.next(smi);
    return smi;
  }
}

export const smiDefinition = defineOperator({
  name: "smi",
  title: "Stochastic momentum index",
  about: "How far the close lies from the middle of its range, smoothed twice, as a share of half the range.",
  formula:
    "100 * smooth(close - (highest + lowest) / 2) / (smooth(highest - lowest) / 2), smooth = ema(ema(x, slow), fast), signal = ema(smi, signalLength)",
  source: "William Blau, Stocks & Commodities (January 1993).",
  convention: "The averages start from their first value. Unknown where the range is empty.",
  inputs: ["high", "low", "close"],
  outputs: [
    { name: "smi", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
  ],
  parameters: {
    length: integer(13, { min: 1, max: 100_000, about: "candles in the range" }),
    slow: integer(25, { min: 1, max: 100_000, about: "candles in the first smoothing" }),
    fast: integer(2, { min: 1, max: 100_000, about: "candles in the second smoothing" }),
    signalLength: integer(3, { min: 1, max: 100_000, about: "candles in the signal line" }),
  },
  warmUp: (p) => p.length - 1,
  create: (p) => new Smi(p.length, p.slow, p.fast, p.signalLength),
});

/** Stochastic momentum index, -100 to 100, and its signal line. */
export function smi(
  { high, low, close }: Market,
  length = 13,
  slow = 25,
  fast = 2,
  signalLength = 3,
): Readonly<Record<"smi" | "signal", Series>> {
  const parameters = { length, slow, fast, signalLength };
  return applyAll(smiDefinition, ["smi", "signal"], [high, low, close], parameters);
}
