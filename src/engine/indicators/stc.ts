import type { SeriesLike } from "../expression/apply.ts";
import { subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { stochasticOf } from "./stochastic.ts";

/** Candles over which the stochastic of the MACD is smoothed. */
const SMOOTH = 3;

/** Schaff trend cycle, 0 to 100. */
export function stc(value: SeriesLike, length = 10, fast = 23, slow = 50): Series {
  const distance = subtract(ema(value, fast), ema(value, slow));
  return stochasticOf(distance, length, SMOOTH, 1).k.named(labelOf("stc", value, [length, fast, slow]));
}

export const stcIndicator = defineIndicator({
  group: "Trend",
  name: "stc",
  title: "Schaff trend cycle",
  about: "Where the MACD lies in its own range of the last candles.",
  formula: "sma(stochastic of (ema(value, fast) - ema(value, slow)) over length, 3)",
  source: "Doug Schaff; in the form of Stock.Indicators.",
  convention: "One stochastic, smoothed with a simple mean of 3; other forms take the stochastic twice.",
  usage: "stc(value, length, fast, slow)",
  outputs: [{ name: "stc", scale: "oscillator" }],
  parameters: {
    length: integer(10, { min: 2, max: 100_000, about: "candles in the range of the MACD" }),
    fast: integer(23, { min: 1, max: 100_000, about: "candles in the fast average" }),
    slow: integer(50, { min: 1, max: 100_000, about: "candles in the slow average" }),
  },
  warmUp: ({ length, fast, slow }) => ({ stc: Math.max(fast, slow) + length + SMOOTH - 3 }),
  build: ({ close }, { length, fast, slow }) => ({ stc: stc(close, length, fast, slow) }),
});
