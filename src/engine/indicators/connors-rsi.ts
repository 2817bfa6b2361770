import type { SeriesLike } from "../expression/apply.ts";
import { add, divide } from "../expression/arithmetic.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { defineIndicator, labelOf } from "./indicator.ts";
import { percentRank } from "./percent-rank.ts";
import { roc } from "./roc.ts";
import { rsi } from "./rsi.ts";
import { streak } from "./streak.ts";

/** ConnorsRSI, 0 to 100. */
export function connorsRsi(value: SeriesLike, rsiLength = 3, streakLength = 2, rankLength = 100): Series {
  const parts = add(
    add(rsi(value, rsiLength), rsi(streak(value), streakLength)),
    percentRank(roc(value, 1), rankLength),
  );
  return divide(parts, 3).named(labelOf("connorsRsi", value, [rsiLength, streakLength, rankLength]));
}

export const connorsRsiIndicator = defineIndicator({
  group: "Momentum",
  name: "connorsRsi",
  title: "ConnorsRSI",
  about: "Mean of three: a short RSI, the RSI of the streak of rises or falls, and the rank of the last change.",
  formula: "(rsi(value, rsiLength) + rsi(streak(value), streakLength) + percentRank(roc(value, 1), rankLength)) / 3",
  source: "Laurence Connors and Cesar Alvarez, An Introduction to ConnorsRSI (2012).",
  convention: "The streak is 0 on the first candle and after an unchanged value.",
  usage: "connorsRsi(value, rsiLength, streakLength, rankLength)",
  outputs: [{ name: "connorsRsi", scale: "oscillator" }],
  parameters: {
    rsiLength: integer(3, { min: 1, max: 100_000, about: "changes in the RSI of the value" }),
    streakLength: integer(2, { min: 1, max: 100_000, about: "changes in the RSI of the streak" }),
    rankLength: integer(100, { min: 1, max: 10_000, about: "earlier changes that the last one is ranked among" }),
  },
  warmUp: (p) => ({ connorsRsi: Math.max(p.rsiLength, p.streakLength, p.rankLength + 1) }),
  build: ({ close }, p) => ({ connorsRsi: connorsRsi(close, p.rsiLength, p.streakLength, p.rankLength) }),
});
