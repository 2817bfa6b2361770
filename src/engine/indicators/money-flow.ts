import { applyAll } from "../expression/apply.ts";
import type { Market, Series } from "../expression/node.ts";
import { defineOperator, Operator } from "../expression/operator.ts";

class MoneyFlow extends Operator {
  multiplier = NaN;

  next(high: number, low: number, close: number, volume: number): number {
    this.multiplier = high > low ? (close - low - (high - close)) / (high - low) : 0;
    return this.multiplier * volume;
  }
}

export const moneyFlowDefinition = defineOperator({
  name: "moneyFlow",
  title: "Money flow volume",
  about: "Volume weighted by where the candle closed: all of it at the high, none in the middle, minus all at the low.",
  formula: "multiplier = ((close - low) - (high - close)) / (high - low); volume = multiplier * volume",
  source: "Marc Chaikin.",
  convention: "0 where high equals low.",
  inputs: ["high", "low", "close", "volume"],
  outputs: [
    { name: "volume", scale: "volume" },
    { name: "multiplier", scale: "ratio" },
  ],
  parameters: {},
  warmUp: () => 0,
  create: () => new MoneyFlow(),
});

/** Chaikin's money flow of each candle: `multiplier`, -1 to 1, and `volume`, the volume times that. */
export function moneyFlow({ high, low, close, volume }: Market): Readonly<Record<"volume" | "multiplier", Series>> {
  return applyAll(moneyFlowDefinition, ["volume", "multiplier"], [high, low, close, volume]);
}
