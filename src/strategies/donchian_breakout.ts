import { multiply, subtract } from "../engine/expression/arithmetic.ts";
import { above, below } from "../engine/expression/condition.ts";
import { atr } from "../engine/indicators/atr.ts";
import { donchian } from "../engine/indicators/donchian.ts";
import { decimal, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "donchian_breakout",
  about:
    "Waits with a stop order at the highest high of the entry channel; leaves at the lowest low of the exit channel.",
  parameters: {
    entry_length: integer(55, { min: 2, max: 1000, about: "candles in the entry channel" }),
    exit_length: integer(20, { min: 2, max: 1000, about: "candles in the exit channel" }),
    atr_length: integer(20, { min: 2, max: 400, about: "candles in the average true range" }),
    reach: decimal(1, {
      min: 0.1,
      max: 10,
      about: "the order waits while the close is this near, in average true ranges",
    }),
    stop_distance: decimal(2, { min: 0.1, max: 20, about: "of the protective stop, in average true ranges" }),
  },
  signals: (market, p) => {
    const { upper } = donchian(market, p.entry_length, { includesCurrent: true });
    const { lower } = donchian(market, p.exit_length);
    const range = atr(market, p.atr_length);
    return {
      enterLong: above(market.close, subtract(upper, multiply(range, p.reach))),
      exitLong: below(market.close, lower),
      stopPrice: upper,
      protectiveStop: subtract(upper, multiply(range, p.stop_distance)),
    };
  },
});
