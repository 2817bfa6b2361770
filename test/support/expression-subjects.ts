/** What the contract of expressions is tested on: every indicator, and every other kind of expression. */
import {
  above,
  and,
  atMost,
  becomesTrue,
  crossesAbove,
  crossesBelow,
  differs,
  equals,
  isKnown,
  not,
  or,
} from "../../src/engine/expression/condition.ts";
import type { EvaluateOptions } from "../../src/engine/expression/evaluate.ts";
import { barsSince, lag } from "../../src/engine/expression/history.ts";
import type { Expression } from "../../src/engine/expression/node.ts";
import { across, every, feature, higherTimeframe, marketOf, prediction } from "../../src/engine/expression/sources.ts";
import { buildingBlocks } from "../../src/engine/indicators/building-blocks.ts";
import { ema } from "../../src/engine/indicators/ema.ts";
import type { Indicator } from "../../src/engine/indicators/indicator.ts";
import { indicators } from "../../src/engine/indicators/registry.ts";
import { sma } from "../../src/engine/indicators/sma.ts";
import { ordinaryCandles } from "./random-candles.ts";

export const TIMEFRAME = "15m";
export const market = marketOf();
const { open, high, low, close, volume } = market;
export const candles = ordinaryCandles(700);

/** The indicators, and the operators that expressions are built of. */
export const everyIndicator: readonly Indicator[] = [...indicators, ...buildingBlocks];

export interface Subject {
  readonly name: string;
  readonly expressions: readonly Expression[];
}

/** Every indicator with its defaults, and with lengths that do not divide the sizes of blocks. */
export const indicatorSubjects: readonly Subject[] = everyIndicator.flatMap((indicator) => [
  { name: indicator.name, expressions: Object.values(indicator.build(market)) },
  {
    name: `${indicator.name} at other lengths`,
    expressions: Object.values(indicator.build(market, otherLengths(indicator))),
  },
]);

/** What is not an operator: comparisons, logic, the clock, other timeframes, features, predictions. */
const isUp = above(close, open);
const expressionSubjects: readonly Subject[] = [
  ["comparison", above(close, ema(close, 9))],
  ["equals", equals(lag(close), close)],
  ["differs", differs(close, open)],
  ["crossing", crossesAbove(ema(close, 3), sma(close, 8))],
  ["and, or, not", or(and(isUp, not(crossesBelow(close, open))), atMost(volume, 500))],
  ["becomesTrue", becomesTrue(isUp)],
  ["isKnown", isKnown(lag(close, 20))],
  ["barsSince", barsSince(crossesAbove(close, open))],
  ["every", every("4h")],
  ["higher timeframe", higherTimeframe("1h", (hour) => ema(hour.close, 5))],
  ["higher timeframe of all columns", higherTimeframe("2h", (h) => above(h.close, lag(h.high)))],
  [
    "higher timeframe beside the own",
    above(
      higherTimeframe("1d", (day) => day.low),
      ema(low, 4),
    ),
  ],
  ["feature", feature("mood", { maxAgeMs: 3_600_000 })],
  ["prediction", prediction("model", [close, ema(high, 5)])],
  ["rank among one", across.rank(close)],
].map(([name, expression]) => ({ name: name as string, expressions: [expression as Expression] }));

export const subjects = [...indicatorSubjects, ...expressionSubjects];

export const options: EvaluateOptions = {
  timeframe: TIMEFRAME,
  inputs: {
    features: new Map([
      [
        "mood",
        {
          length: 3,
          availableAt: Float64Array.from([5, 100, 333], (row) => candles.openTime[row] + 1),
          value: Float64Array.of(0.5, -1, 2),
        },
      ],
    ]),
    models: new Map([["model", (row: Float64Array) => row[0] - 0.5 * row[1]]]),
  },
};

/** Integers one more than a third of the default, within their range; the rest stays. */
export function otherLengths(indicator: Indicator): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const [name, parameter] of Object.entries(indicator.parameters)) {
    if (parameter.kind !== "integer") continue;
    changed[name] = Math.min(parameter.max, Math.max(parameter.min, Math.floor(parameter.default / 3) + 1));
  }
  return changed;
}
