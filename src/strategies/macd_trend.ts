import { above, and, crossesAbove, crossesBelow, not } from "../engine/expression/condition.ts";
import { higherTimeframe } from "../engine/expression/sources.ts";
import { ema } from "../engine/indicators/ema.ts";
import { macd } from "../engine/indicators/macd.ts";
import { choice, integer } from "../engine/parameters.ts";
import { defineStrategy } from "./define-strategy.ts";
import { directionsParameter, inDirections } from "./directions.ts";

export default defineStrategy({
  name: "macd_trend",
  about: "Follows the MACD where it agrees with the trend of a higher timeframe.",
  parameters: {
    fast: integer(12, { min: 2, max: 400, about: "candles in the fast EMA" }),
    slow: integer(26, { min: 3, max: 1000, about: "candles in the slow EMA" }),
    signal: integer(9, { min: 2, max: 400, about: "MACD values in the signal line" }),
    trend_timeframe: choice("1d", { options: ["1h", "4h", "1d", "1w"], about: "candles that the trend is read from" }),
    trend_length: integer(20, { min: 2, max: 400, about: "candles in the EMA that the trend is read from" }),
    directions: directionsParameter,
  },
  check: (p) => p.fast < p.slow || "fast must be below slow",
  signals: ({ close }, p) => {
    const { macd: line, signal } = macd(close, p.fast, p.slow, p.signal);
    const isRising = higherTimeframe(p.trend_timeframe, (higher) =>
      above(higher.close, ema(higher.close, p.trend_length)),
    );
    const turnsUp = crossesAbove(line, signal);
    const turnsDown = crossesBelow(line, signal);
    return inDirections(p.directions, {
      enterLong: and(turnsUp, isRising),
      exitLong: turnsDown,
      enterShort: and(turnsDown, not(isRising)),
      exitShort: turnsUp,
    });
  },
});
