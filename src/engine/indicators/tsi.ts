import type { SeriesLike } from "../expression/apply.ts";
import { absolute, divide, multiply } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { ema } from "./ema.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { momentum } from "./momentum.ts";

/** True strength index, -100 to 100, and its signal line. */
export function tsi(value: SeriesLike, slow = 25, fast = 13, signal = 7): Readonly<Record<"tsi" | "signal", Series>> {
  const change = momentum(value, 1);
  const smoothed = (series: Series) => ema(ema(series, slow), fast);
  const line = multiply(divide(smoothed(change), smoothed(absolute(change))), 100);
  return namedOutputs(labelOf("tsi", value, [slow, fast, signal]), { tsi: line, signal: ema(line, signal) });
}

export const tsiIndicator = defineIndicator({
  group: "Momentum",
  name: "tsi",
  title: "True strength index",
  about: "The twice smoothed change over the twice smoothed size of the change.",
  formula: "100 * ema(ema(change, slow), fast) / ema(ema(|change|, slow), fast), signal = ema(tsi, signal)",
  source: "William Blau, Momentum, Direction and Divergence (1995).",
  convention: "Each average starts from the mean of its first values. Unknown while nothing has moved.",
  usage: "tsi(value, slow, fast, signal)",
  outputs: [
    { name: "tsi", scale: "oscillator" },
    { name: "signal", scale: "oscillator" },
  ],
  parameters: {
    slow: integer(25, { min: 1, max: 100_000, about: "candles in the first smoothing" }),
    fast: integer(13, { min: 1, max: 100_000, about: "candles in the second smoothing" }),
    signal: integer(7, { min: 1, max: 100_000, about: "candles in the signal line" }),
  },
  warmUp: ({ slow, fast, signal }) => ({ tsi: slow + fast - 1, signal: slow + fast + signal - 2 }),
  build: ({ close }, { slow, fast, signal }) => tsi(close, slow, fast, signal),
});
