import { z } from "zod";
import { notes, schemaReference } from "./notes.ts";
import { marketKinds } from "./settings.ts";

export const exchangeSchema = z.strictObject({
  ...schemaReference,
  exchange: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "a lower-case id such as binance or coinbase")
    .default("binance")
    .register(notes, {
      about: "The exchange whose candles, fees and trading rules are used.",
      unit: "id: binance, coinbase, or the ccxt id of another exchange",
      effect: "Names the folder of the candle store, the fees of a backtest and the venue of a run.",
    }),
  test_mode: z.boolean().default(true).register(notes, {
    about: "Whether orders go to the exchange's test network instead of the real market.",
    unit: "true or false",
    effect: "Only with false, in the mode live, and past the live gate can real money move.",
  }),
  max_orders_per_minute: z.int().min(1).max(6000).default(10).register(notes, {
    about: "How many new orders may be sent within any minute.",
    unit: "orders",
    effect: "Further entries are refused until the minute has passed; exits and cancels go on.",
  }),
  market: z.enum(marketKinds).default("spot").register(notes, {
    about: "The kind of market that is traded.",
    effect: "On spot a short entry is refused, since nothing can be sold that is not held.",
  }),
});
