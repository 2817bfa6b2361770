import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class HeikinAshi extends Operator {
  high = NaN;
  low = NaN;
  close = NaN;
  private body = NaN;

  next(open: number, high: number, low: number, close: number): number {
    const smoothOpen = this.body === this.body ? this.body : (open + close) / 2;
    const smoothClose = (open + high + low + close) / 4;
    this.body = (smoothOpen + smoothClose) / 2;
    this.high = Math.max(high, smoothOpen, smoothClose);
    this.low = Math.min(low, smoothOpen, smoothClose);
    this.close = smoothClose;
    return smoothOpen;
  }
}

export const heikinAshiDefinition = defineOperator({
  name: "heikinAshi",
  title: "Heikin-Ashi candles",
  about: "Candles averaged with the ones before, so that trends show as runs of one colour.",
  formula:
    "close = (open + high + low + close) / 4; open = middle of the previous body; high, low widened to hold the body",
  source: "Munehisa Homma's averaged bars, as given by Dan Valcu, Stocks & Commodities (February 2004).",
  convention: "The first opens in the middle of its own real body. Prices that never traded: not for fills.",
  inputs: ["open", "high", "low", "close"],
  outputs: [
    { name: "open", scale: "price" },
    { name: "high", scale: "price" },
    { name: "low", scale: "price" },
    { name: "close", scale: "price" },
  ],
  parameters: {},
  warmUp: () => 0,
  create: () => new HeikinAshi(),
});

/** Heikin-Ashi candles. */
export function heikinAshi({
  open,
  high,
  low,
  close,
}: Market): Readonly<Record<"open" | "high" | "low" | "close", Series>> {
  return applyAll(heikinAshiDefinition, ["open", "high", "low", "close"], [open, high, low, close]);
}
