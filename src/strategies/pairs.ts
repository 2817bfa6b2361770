import { logarithm, multiply, subtract } from "../engine/expression/arithmetic.ts";
import { atLeast, atMost, becomesTrue, crossesAbove, crossesBelow } from "../engine/expression/condition.ts";
import { zscore } from "../engine/indicators/zscore.ts";
import { decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "pairs",
  about: "Trades the spread of two related symbols back to its mean: long the cheap one, short the dear one (margin).",
  parameters: {
    length: integer(100, { min: 3, max: 10_000, about: "candles in the mean of the spread" }),
    entry: decimal(2, { min: 0.1, max: 10, about: "distance from the mean that is traded, in standard deviations" }),
    exit: decimal(0.5, { min: 0, max: 10, about: "distance at which it is closed, likewise" }),
    hedge_ratio: decimal(1, { min: 0.01, max: 100, about: "change of ln(a) for a change of ln(b) by 1" }),
  },
  check: (p) => p.exit < p.entry || "exit must be below entry",
  symbols: { a: "the one whose price is explained", b: "the one that explains it" },
  signals: ({ a, b }, p) => {
    const spread = subtract(logarithm(a.close), multiply(logarithm(b.close), p.hedge_ratio));
    const distance = zscore(spread, p.length);
    const widensDown = crossesBelow(distance, -p.entry);
    const widensUp = crossesAbove(distance, p.entry);
    const isBackFromBelow = becomesTrue(atLeast(distance, -p.exit));
    const isBackFromAbove = becomesTrue(atMost(distance, p.exit));
    return {
      a: { enterLong: widensDown, exitLong: isBackFromBelow, enterShort: widensUp, exitShort: isBackFromAbove },
      b: { enterShort: widensDown, exitShort: isBackFromBelow, enterLong: widensUp, exitLong: isBackFromAbove },
    };
  },
});
