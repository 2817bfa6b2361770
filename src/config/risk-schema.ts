import { z } from "zod";
import { notes, schemaReference } from "./notes.ts";

const EQUITY_UNIT = "fraction of equity (0.05 is 5 %)";

export const riskSchema = z.strictObject({
  ...schemaReference,
  max_open_positions: z.int().min(1).max(10_000).default(5).register(notes, {
    about: "How many positions may be open at once, over all strategies.",
    unit: "positions",
    effect: "Further entries are refused; adding to an open position does not count.",
  }),
  max_exposure_per_symbol: z.number().positive().max(10).default(0.25).register(notes, {
    about: "The largest notional in one symbol, over all strategies.",
    unit: EQUITY_UNIT,
    effect: "An entry that would pass it is made smaller, or refused where nothing useful is left.",
  }),
  max_total_exposure: z.number().positive().max(10).default(1).register(notes, {
    about: "The largest sum of all notionals; above 1 needs a margin market.",
    unit: EQUITY_UNIT,
    effect: "An entry that would pass it is made smaller, or refused where nothing useful is left.",
  }),
  max_daily_loss: z.number().positive().max(1).default(0.05).register(notes, {
    about: "The loss since 00:00 UTC at which new entries stop until the next day.",
    unit: "fraction of the equity at the start of the day (0.05 is 5 %)",
    effect: "Open positions keep their protection and their exits. 1 switches it off.",
  }),
  max_drawdown: z.number().positive().max(1).default(0.2).register(notes, {
    about: "The fall from the highest equity at which trading halts.",
    unit: "fraction of the highest equity (0.2 is 20 %)",
    effect: "New entries stop until a person clears the halt; exits go on. 1 switches it off.",
  }),
  cooldown_candles_after_stop: z.int().min(0).max(10_000).default(2).register(notes, {
    about: "How long a strategy may not enter a symbol again after a stop there.",
    unit: "candles of the strategy's timeframe",
    effect: "Entries within it are refused. 0 switches it off.",
  }),
  max_orders_per_minute: z.int().min(1).max(6000).optional().register(notes, {
    about: "How many new orders may be sent within any minute; the lower of this and the exchange file's limit holds.",
    unit: "orders",
    effect: "Further entries are refused until the minute has passed; exits and cancels go on.",
  }),
});
