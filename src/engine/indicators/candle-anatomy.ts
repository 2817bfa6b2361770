import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class CandleAnatomy extends Operator {
  upperWick = NaN;
  lowerWick = NaN;
  range = NaN;
  bodyShare = NaN;

  next(open: number, high: number, low: number, close: number): number {
    const body = Math.abs(close - open);
    this.upperWick = high - Math.max(open, close);
    this.lowerWick = Math.min(open, close) - low;
    this.range = high - low;
    this.bodyShare = this.range > 0 ? body / this.range : NaN;
    return body;
  }
}

const OUTPUTS = ["body", "upperWick", "lowerWick", "range", "bodyShare"] as const;

export const candleAnatomyDefinition = defineOperator({
  name: "candleAnatomy",
  title: "Candle anatomy",
  about: "Body, wicks and range of a candle, in units of price.",
  formula:
    "body = |close - open|, upperWick = high - max(open, close), lowerWick = min(open, close) - low, range = high - low",
  source: "Definition.",
  convention: "bodyShare = body / range, 0 to 1; unknown where high equals low.",
  inputs: ["open", "high", "low", "close"],
  outputs: [
    { name: "body", scale: "oscillator" },
    { name: "upperWick", scale: "oscillator" },
    { name: "lowerWick", scale: "oscillator" },
    { name: "range", scale: "oscillator" },
    { name: "bodyShare", scale: "ratio" },
  ],
  parameters: {},
  warmUp: () => 0,
  create: () => new CandleAnatomy(),
});

/** The parts of a candle, in units of price; `bodyShare` is the body as a share of the range. */
export function candleAnatomy({ open, high, low, close }: Market): Readonly<Record<(typeof OUTPUTS)[number], Series>> {
  return applyAll(candleAnatomyDefinition, OUTPUTS, [open, high, low, close]);
}
