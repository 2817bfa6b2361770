import { type SeriesLike, toSeries } from "../expression/apply.ts";
import { divide, subtract } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { roc } from "./roc.ts";

/**
 * A value measured by another: their ratio, and by how much one has risen more.
 * @param length candles over which the rises are compared
 */
export function relativeStrength(
  value: SeriesLike,
  benchmark: SeriesLike,
  length = 20,
): Readonly<Record<"ratio" | "excess", Series>> {
  return namedOutputs(labelOf("relativeStrength", value, [String(toSeries(benchmark)), length]), {
    ratio: divide(value, benchmark),
    excess: subtract(roc(value, length), roc(benchmark, length)),
  });
}

export const relativeStrengthIndicator = defineIndicator({
  group: "Statistics",
  name: "relativeStrength",
  title: "Price relative strength",
  about: "A value measured by a benchmark: their ratio, and the difference of their rates of change, in percent.",
  formula: "ratio = value / benchmark, excess = roc(value, length) - roc(benchmark, length)",
  source: "Common definition.",
  usage: "relativeStrength(value, benchmark, length)",
  outputs: [
    { name: "ratio", scale: "ratio" },
    { name: "excess", scale: "oscillator" },
  ],
  parameters: { length: integer(20, { min: 1, max: 100_000, about: "candles over which changes are compared" }) },
  warmUp: ({ length }) => ({ ratio: 0, excess: length }),
  build: ({ close, open }, { length }) => relativeStrength(close, open, length),
});
