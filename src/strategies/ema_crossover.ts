import { crossesAbove, crossesBelow } from "../engine/expression/condition.ts";
import { ema } from "../engine/indicators/ema.ts";
import { integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";

export default defineStrategy({
  name: "ema_crossover",
  about: "Long while the fast EMA is above the slow one.",
  parameters: {
    short_window: integer(12, { min: 2, max: 400, about: "candles in the fast EMA" }),
    long_window: integer(26, { min: 3, max: 1000, about: "candles in the slow EMA" }),
  },
  check: (p) => p.short_window < p.long_window || "short_window must be below long_window",
  signals: ({ close }, p) => {
    const fast = ema(close, p.short_window);
    const slow = ema(close, p.long_window);
    return { enterLong: crossesAbove(fast, slow), exitLong: crossesBelow(fast, slow) };
  },
});
