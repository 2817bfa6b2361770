import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { decimal } from "../parameters.ts";

class ParabolicSar extends Operator {
  private readonly step: number;
  private readonly maximum: number;
  private isRising = true;
  private acceleration = 0.5;
  private stop = NaN;
  /** Highest high of a rise, lowest low of a fall, since the last reversal. */
  private extreme = NaN;
  private high1 = NaN;
  private high2 = NaN;
  private low1 = NaN;
  private low2 = NaN;
  private hasReversed = false;
  reversal = NaN;

  constructor(step: number, maximum: number) {
    super();
    this.step = step;
    this.maximum = maximum;
    this.acceleration = step;
  }

  next(high: number, low: number): number {
    if (this.stop !== this.stop) {
      this.stop = low;
      this.extreme = high;
      this.high1 = high;
      this.low1 = low;
      return NaN;
    }
    // The first trend is a guess, and so is everything up to the end of it.
    const isKnown = this.hasReversed;
    this.stop += this.acceleration * (this.extreme - this.stop);
    const turns = this.isRising ? this.rise(high, low) : this.fall(high, low);
    this.high2 = this.high1;
    this.low2 = this.low1;
    this.high1 = high;
    this.low1 = low;
    if (!isKnown) return NaN;
    this.reversal = turns ? 1 : 0;
    return this.stop;
  }

  /** One candle of a rising trend; true where it ends. The stop never lies above the last two lows. */
  private rise(high: number, low: number): boolean {
    const floor = Math.min(this.low1, this.low2);
    if (this.stop > floor) this.stop = floor;
    if (low < this.stop) {
      this.reverse(low);
      return true;
    }
    if (high > this.extreme) this.accelerate(high);
    return false;
  }

  /** One candle of a falling trend; true where it ends. The stop never lies below the last two highs. */
  private fall(high: number, low: number): boolean {
    const ceiling = Math.max(this.high1, this.high2);
    if (this.stop < ceiling) this.stop = ceiling;
    if (high > this.stop) {
      this.reverse(high);
      return true;
    }
    if (low < this.extreme) this.accelerate(low);
    return false;
  }

  private reverse(extreme: number): void {
    this.stop = this.extreme;
    this.extreme = extreme;
    this.acceleration = this.step;
    this.isRising = !this.isRising;
    this.hasReversed = true;
  }

  private accelerate(extreme: number): void {
    this.extreme = extreme;
    this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
  }
}

export const parabolicSarDefinition = defineOperator({
  name: "parabolicSar",
  title: "Parabolic SAR",
  about: "A stop that closes in on the price faster and faster, and changes sides when it is reached.",
  formula:
    "sar[t] = sar[t-1] + acceleration * (extreme - sar[t-1]), not beyond the last two lows (highs); acceleration grows by step with each new extreme, up to maximum; when reached, sar = extreme and the trend turns",
  source: "J. W. Wilder, New Concepts in Technical Trading Systems (1978); as in Stock.Indicators.",
  convention:
    "The first trend is taken to rise, from the low of the first candle. That is a guess, so everything up to the first reversal is unknown. The limit of the last two lows (highs) holds from the third candle on.",
  inputs: ["high", "low"],
  outputs: [
    { name: "sar", scale: "price" },
    { name: "reversal", scale: "state", about: "1 on the candle on which the trend turns, else 0" },
  ],
  parameters: {
    step: decimal(0.02, { min: 0, max: 1, about: "acceleration at the start and its growth with each new extreme" }),
    maximum: decimal(0.2, { min: 0, max: 1, about: "largest acceleration" }),
  },
  warmUp: () => 2,
  warmUpDependsOnData: true,
  create: (p) => new ParabolicSar(p.step, p.maximum),
});

/** Wilder's stop and reverse. */
export function parabolicSar(
  { high, low }: Market,
  step = 0.02,
  maximum = 0.2,
): Readonly<Record<"sar" | "reversal", Series>> {
  return applyAll(parabolicSarDefinition, ["sar", "reversal"], [high, low], { step, maximum });
}
