/** A sleeve: one strategy on one symbol, with the columns of its signals and the rules for its money. */
import type { ConditionColumn, SeriesColumn } from "./expression/column.ts";
import type { AddingRules, ProtectionRules, SizingRule } from "./limits.ts";
import type { MarketRules } from "./market.ts";
import type { OnCandle } from "./strategy.ts";

/** The compiled signals; a signal that the strategy does not give is undefined. */
export interface SignalColumns {
  readonly enterLong: ConditionColumn | undefined;
  readonly exitLong: ConditionColumn | undefined;
  readonly enterShort: ConditionColumn | undefined;
  readonly exitShort: ConditionColumn | undefined;
  readonly strength: SeriesColumn | undefined;
  readonly limitPrice: SeriesColumn | undefined;
  readonly stopPrice: SeriesColumn | undefined;
  readonly protectiveStop: SeriesColumn | undefined;
  readonly targetPrice: SeriesColumn | undefined;
  readonly targetExposure: SeriesColumn | undefined;
  readonly rebalanceThreshold: number;
  /** The entry conditions as they are written: the reason of an entry in the trade log. */
  readonly longReason: string;
  readonly shortReason: string;
  /** Yearly volatility, compiled where the sizing rule needs it. */
  readonly annualVolatility: SeriesColumn | undefined;
}

/** The compiled imperative part. */
export interface HandlerColumns {
  readonly onCandle: OnCandle;
  readonly when: ConditionColumn | undefined;
  /** Names of its indicators, and their columns in the same order. */
  readonly names: readonly string[];
  readonly columns: readonly SeriesColumn[];
  readonly state: Record<string, unknown>;
}

/** What a sleeve is called in trades and refusals. */
export interface SleeveNames {
  readonly strategy: string;
  readonly symbol: string;
}

export interface Sleeve extends SleeveNames {
  readonly index: number;
  /** Position of the strategy in the configuration: entries of one instant go in this order. */
  readonly strategyOrder: number;
  /** Stream of the strategy's own timeframe. */
  readonly stream: number;
  /** The symbol's finest stream: where its orders are matched. */
  readonly execution: number;
  readonly timeframeMs: number;
  /** Share of the equity that this sleeve may hold. */
  readonly share: number;
  readonly market: MarketRules;
  readonly protection: ProtectionRules;
  readonly adding: AddingRules;
  readonly sizing: SizingRule;
  readonly columns: SignalColumns;
  readonly handler: HandlerColumns | undefined;
}
