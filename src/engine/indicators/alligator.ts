import type { SeriesLike } from "../expression/apply.ts";
import type { Series } from "../expression/node.ts";
import { integer } from "../parameters.ts";
import { delay } from "./delay.ts";
import { defineIndicator, labelOf, namedOutputs } from "./indicator.ts";
import { medianPrice } from "./price.ts";
import { smma } from "./smma.ts";

/** Alligator: three smoothed averages, each delayed. Bill Williams takes the median price. */
export function alligator(
  value: SeriesLike,
  jaw = 13,
  jawDelay = 8,
  teeth = 8,
  teethDelay = 5,
  lips = 5,
  lipsDelay = 3,
): Readonly<Record<"jaw" | "teeth" | "lips", Series>> {
  return namedOutputs(labelOf("alligator", value, [jaw, jawDelay, teeth, teethDelay, lips, lipsDelay]), {
    jaw: delay(smma(value, jaw), jawDelay),
    teeth: delay(smma(value, teeth), teethDelay),
    lips: delay(smma(value, lips), lipsDelay),
  });
}

export const alligatorIndicator = defineIndicator({
  group: "Trend",
  name: "alligator",
  title: "Alligator",
  about: "Three averages of different speed that lie together while the market sleeps and part when it trends.",
  formula: "jaw = smma(value, 13) of 8 candles ago, teeth = smma(value, 8) of 5 ago, lips = smma(value, 5) of 3 ago",
  source: "Bill Williams, Trading Chaos (1995).",
  convention: "Charts shift the lines forward; here each candle has what it would be compared with: the past value.",
  usage: "alligator(value, jaw, jawDelay, teeth, teethDelay, lips, lipsDelay)",
  outputs: [
    { name: "jaw", scale: "price" },
    { name: "teeth", scale: "price" },
    { name: "lips", scale: "price" },
  ],
  parameters: {
    jaw: integer(13, { min: 1, max: 100_000, about: "candles in the jaw" }),
    jawDelay: integer(8, { min: 1, max: 100_000, about: "candles by which the jaw is late" }),
    teeth: integer(8, { min: 1, max: 100_000, about: "candles in the teeth" }),
    teethDelay: integer(5, { min: 1, max: 100_000, about: "candles by which the teeth are late" }),
    lips: integer(5, { min: 1, max: 100_000, about: "candles in the lips" }),
    lipsDelay: integer(3, { min: 1, max: 100_000, about: "candles by which the lips are late" }),
  },
  warmUp: (p) => ({ jaw: p.jaw + p.jawDelay - 1, teeth: p.teeth + p.teethDelay - 1, lips: p.lips + p.lipsDelay - 1 }),
  build: (market, p) => alligator(medianPrice(market), p.jaw, p.jawDelay, p.teeth, p.teethDelay, p.lips, p.lipsDelay),
});
