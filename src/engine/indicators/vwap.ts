import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { choice } from "../parameters.ts";
import { CALENDAR_PERIODS, type CalendarPeriod, periodNumber } from "./calendar.ts";
import { typicalOf } from "./price.ts";
import { CumulativeSum } from "./rolling/cumulative-sum.ts";

type Session = CalendarPeriod | "all";

class Vwap extends Operator {
  private readonly session: Session;
  private readonly traded = new CumulativeSum();
  private mean = NaN;
  private period = NaN;

  constructor(session: Session) {
    super();
    this.session = session;
  }

  next(openTime: number, high: number, low: number, close: number, volume: number): number {
    const period = this.session === "all" ? 0 : periodNumber(openTime, this.session);
    if (period !== this.period) {
      this.period = period;
      this.traded.reset();
      this.mean = NaN;
    }
    const price = typicalOf(high, low, close);
    const total = this.traded.next(volume);
    // A mean that moves by the new share, not a quotient of sums: over equal prices it is exactly that price.
    if (this.mean === this.mean) this.mean += (price - this.mean) * (volume / total);
    else if (volume > 0) this.mean = price;
    return this.mean;
  }
}

export const vwapDefinition = defineOperator({
  name: "vwap",
  title: "Volume-weighted average price",
  about: "Mean price of the session so far, each candle weighted by its volume.",
  formula: "sum(typical * volume) / sum(volume) since the session began, typical = (high + low + close) / 3",
  source: "Definition; Berkowitz, Logue and Noser, Journal of Finance (1988).",
  convention:
    "Sessions begin at 00:00 UTC (weeks on Monday) with the candle that opens then or later. Unknown until something is traded.",
  inputs: ["openTime", "high", "low", "close", "volume"],
  outputs: [{ name: "vwap", scale: "price" }],
  parameters: {
    session: choice("day", { options: [...CALENDAR_PERIODS, "all"], about: "when it starts afresh; all: never" }),
  },
  warmUp: () => 0,
  create: (p) => new Vwap(p.session),
});

/** Volume-weighted average price since the session began. */
export function vwap({ openTime, high, low, close, volume }: Market, session: Session = "day"): Series {
  return apply(vwapDefinition, [openTime, high, low, close, volume], { session });
}
