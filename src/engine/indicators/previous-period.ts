import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { choice } from "../parameters.ts";
import { CALENDAR_PERIODS, type CalendarPeriod, periodNumber } from "./calendar.ts";

class PreviousPeriod extends Operator {
  high = NaN;
  low = NaN;
  close = NaN;
  private readonly length: CalendarPeriod;
  private period = NaN;
  private open = NaN;
  private currentOpen = NaN;
  private currentHigh = NaN;
  private currentLow = NaN;
  private currentClose = NaN;

  constructor(length: CalendarPeriod) {
    super();
    this.length = length;
  }

  next(openTime: number, open: number, high: number, low: number, close: number): number {
    const period = periodNumber(openTime, this.length);
    if (period !== this.period) {
      this.period = period;
      this.open = this.currentOpen;
      this.high = this.currentHigh;
      this.low = this.currentLow;
      this.close = this.currentClose;
      this.currentOpen = open;
      this.currentHigh = high;
      this.currentLow = low;
    } else {
      if (high > this.currentHigh) this.currentHigh = high;
      if (low < this.currentLow) this.currentLow = low;
    }
    this.currentClose = close;
    return this.open;
  }
}

export const previousPeriodDefinition = defineOperator({
  name: "previousPeriod",
  title: "Previous day, week or month",
  about: "Open, high, low and close of the last completed period.",
  formula: "first open, highest high, lowest low and last close of the period before",
  source: "Definition.",
  convention:
    "Periods in UTC, weeks from Monday. A first period of which only the end is there counts as it is; a period without candles is passed over.",
  inputs: ["openTime", "open", "high", "low", "close"],
  outputs: [
    { name: "open", scale: "price" },
    { name: "high", scale: "price" },
    { name: "low", scale: "price" },
    { name: "close", scale: "price" },
  ],
  parameters: { period: choice("day", { options: CALENDAR_PERIODS, about: "which period" }) },
  warmUp: () => 1,
  warmUpDependsOnData: true,
  create: (p) => new PreviousPeriod(p.period),
});

/** Open, high, low and close of the last completed day, week or month (UTC). */
export function previousPeriod(
  { openTime, open, high, low, close }: Market,
  period: CalendarPeriod = "day",
): Readonly<Record<"open" | "high" | "low" | "close", Series>> {
  const inputs = [openTime, open, high, low, close];
  return applyAll(previousPeriodDefinition, ["open", "high", "low", "close"], inputs, { period });
}
