import { apply } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";
import { CumulativeSum } from "./rolling/cumulative-sum.ts";

class Obv extends Operator {
  private readonly sum = new CumulativeSum();
  private previous = NaN;

  next(close: number, volume: number): number {
    const { previous } = this;
    this.previous = close;
    return this.sum.next(close > previous ? volume : close < previous ? -volume : 0);
  }
}

export const obvDefinition = defineOperator({
  name: "obv",
  title: "On-balance volume",
  about: "Volume of the rising candles less that of the falling ones, since the first candle.",
  formula: "obv[t] = obv[t-1] + volume[t] * sign(close[t] - close[t-1])",
  source: "Joseph Granville, New Key to Stock Market Profits (1963).",
  convention: "Starts at 0, so its level depends on where the candles begin; only its changes mean something.",
  inputs: ["close", "volume"],
  outputs: [{ name: "obv", scale: "volume" }],
  parameters: {},
  warmUp: () => 0,
  create: () => new Obv(),
});

/** On-balance volume, from 0 at the first candle. */
export function obv({ close, volume }: Market): Series {
  return apply(obvDefinition, [close, volume]);
}
