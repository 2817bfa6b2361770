import { above, and, crossesAbove, crossesBelow } from "../engine/expression/condition.ts";
import { divide, subtract } from "../engine/expression/arithmetic.ts";
import { feature } from "../engine/expression/sources.ts";
import { lowest } from "../engine/indicators/lowest.ts";
import { rsi } from "../engine/indicators/rsi.ts";
import { decimal, integer, onOff } from "../engine/parameters.ts";
import { DAY_MS } from "../engine/timeframe.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "rsi_reversal",
  about: "Buys when the RSI comes back out of the oversold zone, sells when it falls out of the overbought one.",
  parameters: {
    length: integer(14, { min: 2, max: 400, about: "candles in the RSI" }),
    oversold: decimal(30, { min: 1, max: 50, about: "RSI below which the market counts as oversold" }),
    overbought: decimal(70, { min: 50, max: 99, about: "RSI above which the market counts as overbought" }),
    sizes_by_depth: onOff(false, { about: "the deeper the RSI fell, the larger the position (full size at 0)" }),
    uses_sentiment: onOff(false, { about: "buys only while the feature `sentiment` is high enough" }),
    min_sentiment: decimal(0, {
      min: -1,
      max: 1,
      about: "lowest sentiment that is bought, -1..1; at most two days old",
    }),
  },
  check: (p) => p.oversold < p.overbought || "oversold must be below overbought",
  signals: ({ close }, p) => {
    const index = rsi(close, p.length);
    const recovers = crossesAbove(index, p.oversold);
    const isLiked = above(feature("sentiment", { maxAgeMs: 2 * DAY_MS }), p.min_sentiment);
    const depth = divide(subtract(p.oversold, lowest(index, p.length)), p.oversold);
    return {
      enterLong: p.uses_sentiment ? and(recovers, isLiked) : recovers,
      exitLong: crossesBelow(index, p.overbought),
      strength: p.sizes_by_depth ? depth : 1,
    };
  },
});
