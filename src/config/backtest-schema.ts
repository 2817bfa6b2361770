import { z } from "zod";
import { FILL_CONVENTIONS } from "../engine/fills/convention.ts";
import { notes, schemaReference } from "./notes.ts";

const RATE_UNIT = "fraction of the price (0.001 is 0.1 %)";

/** A day or an instant in UTC: `2024-01-31` or `2024-01-31T12:00:00Z`. */
const instant = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, "a day 2024-01-31 or an instant 2024-01-31T12:00Z, in UTC")
    .refine((text) => !Number.isNaN(Date.parse(text)), "a day that the calendar has");

export const backtestSchema = z.strictObject({
  ...schemaReference,
  starting_cash: z.number().positive().max(1e12).default(10_000).register(notes, {
    about: "What a backtest or a dry run starts with.",
    unit: "settlement currency (the quote currency of the symbols)",
    effect: "Larger amounts make the exchange's smallest order matter less.",
  }),
  maker_fee_rate: z.number().min(-0.01).max(0.1).optional().register(notes, {
    about: "Fee of a limit order that waited in the book.",
    unit: RATE_UNIT,
    effect: "Replaces the exchange's own; a negative one is a rebate. Without it the exchange's fee holds.",
  }),
  taker_fee_rate: z.number().min(0).max(0.1).optional().register(notes, {
    about: "Fee of an order that is filled at once.",
    unit: RATE_UNIT,
    effect: "Replaces the exchange's own. Without it the exchange's fee holds.",
  }),
  slippage_rate: z.number().min(0).max(0.1).default(0.0005).register(notes, {
    about: "How much worse than the undisturbed price a market order fills.",
    unit: RATE_UNIT,
    effect: "Costs money on every market order and on every stop.",
  }),
  spread_rate: z.number().min(0).max(0.1).default(0.0002).register(notes, {
    about: "Distance between bid and ask; a market order pays half of it.",
    unit: RATE_UNIT,
    effect: "Costs money on every market order and on every stop.",
  }),
  fill_convention: z
    .enum([...FILL_CONVENTIONS.keys()])
    .default("pessimistic")
    .register(notes, {
      about: "The rules by which simulated orders fill.",
      effect: "pessimistic is ours; the others follow another system's rules, to compare with its figures.",
    }),
  size_at: z.enum(["decision", "fill"]).optional().register(notes, {
    about: "Whether an order's size comes from the equity and price of the decision or of the fill.",
    effect: "Live only decision is possible. Without it the fill convention decides.",
  }),
  from: instant().optional().register(notes, {
    about: "First day or instant to use.",
    unit: "UTC: 2024-01-31 or 2024-01-31T12:00Z",
    effect: "Without it the backtest starts with the first stored candle.",
  }),
  to: instant().optional().register(notes, {
    about: "First day or instant not to use any more.",
    unit: "UTC: 2024-01-31 or 2024-01-31T12:00Z",
    effect: "Without it the backtest ends with the last stored candle.",
  }),
});
