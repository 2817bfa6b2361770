/** What a market order pays beyond the price. */
import type { EngineSettings } from "../engine-settings.ts";

export class TradingCosts {
  private readonly entryRate: number;
  private readonly exitRate: number;

  constructor(settings: Pick<EngineSettings, "convention" | "slippageRate" | "spreadRate">) {
    const whole = settings.convention.spread === "whole-on-entry";
    this.entryRate = settings.slippageRate + (whole ? settings.spreadRate : settings.spreadRate / 2);
    this.exitRate = settings.slippageRate + (whole ? 0 : settings.spreadRate / 2);
  }

  /** The price of an entry at market, slippage and spread included. */
  entryPrice(price: number, side: 1 | -1): number {
    return this.entryRate === 0 ? price : price * (1 + side * this.entryRate);
  }

  /** The price of an exit at market. */
  exitPrice(price: number, side: 1 | -1): number {
    return this.exitRate === 0 ? price : price * (1 + side * this.exitRate);
  }
}
