import { z } from "zod";
import { FRACTION_UNIT, fraction, notes } from "./notes.ts";

const ruleNote = {
  about: "The rule that turns a signal into an order size.",
  effect: "Whatever the rule asks for, capital_allocation and the risk limits stay the upper bound.",
};

export const sizingSchema = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("fraction_of_equity").register(notes, ruleNote) }),
  z.strictObject({
    rule: z.literal("fixed_amount").register(notes, ruleNote),
    amount: z.number().positive().max(1e12).register(notes, {
      about: "Notional of every entry.",
      unit: "settlement currency",
      effect: "The same however the equity moves.",
    }),
  }),
  z.strictObject({
    rule: z.literal("risk_per_trade").register(notes, ruleNote),
    risk_pct: fraction().max(0.5).register(notes, {
      about: "What a stop may cost, of the equity; needs a stop loss.",
      unit: FRACTION_UNIT,
      effect: "A wider stop makes a smaller position.",
    }),
  }),
  z.strictObject({
    rule: z.literal("volatility_target").register(notes, ruleNote),
    annual_volatility: z.number().positive().max(10).register(notes, {
      about: "The yearly volatility that the position shall add to the equity.",
      unit: FRACTION_UNIT,
      effect: "A calmer symbol gets a larger position.",
    }),
    lookback_candles: z.int().min(2).max(100_000).default(100).register(notes, {
      about: "Candles from which the volatility is estimated.",
      unit: "candles",
      effect: "More candles react later and jump less.",
    }),
  }),
]);
