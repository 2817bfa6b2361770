/** Parameters that every strategy takes without declaring them: protection, and adding to positions. */
import { z } from "zod";
import { FRACTION_UNIT, fraction, notes } from "./notes.ts";

export const sharedParameterFields = {
  stop_loss_pct: fraction()
    .optional()
    .register(notes, {
      about: "Loss at which a position is closed.",
      unit: `${FRACTION_UNIT} of the entry price`,
      effect: "The stop lies at this distance from the entry; without it there is none.",
    }),
  take_profit_pct: fraction()
    .optional()
    .register(notes, {
      about: "Profit at which a position is closed.",
      unit: `${FRACTION_UNIT} of the entry price`,
      effect: "The target lies at this distance from the entry; without it there is none.",
    }),
  trailing_stop_pct: fraction()
    .optional()
    .register(notes, {
      about: "Distance of a stop that follows the best price since the entry.",
      unit: `${FRACTION_UNIT} of the best price`,
      effect: "It moves on each closed candle, never back.",
    }),
  trailing_offset_pct: z
    .number()
    .min(0)
    .lt(1)
    .optional()
    .register(notes, {
      about: "Profit from which the trailing stop starts; needs trailing_stop_pct.",
      unit: `${FRACTION_UNIT} of the entry price`,
      effect: "Until then only the stop loss holds. Default 0: at once.",
    }),
  break_even_after_pct: fraction()
    .optional()
    .register(notes, {
      about: "Profit after which the stop moves to the entry price.",
      unit: `${FRACTION_UNIT} of the entry price`,
      effect: "From then on the trade costs no more than its fees and slippage.",
    }),
  time_stop_candles: z.int().min(1).max(1_000_000).optional().register(notes, {
    about: "Age at which a position is closed.",
    unit: "candles of the strategy's timeframe",
    effect: "A position that goes nowhere frees its capital.",
  }),
  minimal_roi: z
    .record(z.string().regex(/^\d{1,7}$/, 'whole minutes since the entry, such as "30"'), z.number().min(0).lt(10))
    .optional()
    .register(notes, {
      about: "Profit that is enough once a position has a certain age.",
      unit: 'table of minutes since the entry to fractions: { "0": 0.05, "60": 0.02 }',
      effect: "The position is closed when its profit reaches the last line whose minutes have passed.",
    }),
  max_entries: z.int().min(1).max(100).optional().register(notes, {
    about: "How many fills may build one position.",
    unit: "entries",
    effect: "Default 1: a position is never added to. Together they fill what the first alone would have.",
  }),
  add_step_pct: z
    .number()
    .gt(-1)
    .lt(1)
    .refine((step) => step !== 0, "any number but 0")
    .optional()
    .register(notes, {
      about: "Move of the price since the last entry at which the position is added to.",
      unit: `${FRACTION_UNIT}; above 0 in the position's favour, below 0 against it`,
      effect:
        "Above 0 builds on a winner (pyramiding), below 0 averages a loser down; without it each further entry signal adds.",
    }),
  add_size_factor: z.number().positive().max(10).optional().register(notes, {
    about: "Size of each further entry over the one before it.",
    unit: "factor",
    effect: "Default 1. Above 1 the risk grows with each entry: set max_entries with care.",
  }),
};

export const sharedParameterSchema = z.strictObject(sharedParameterFields);
export type SharedParameters = z.infer<typeof sharedParameterSchema>;
