/**
 * The settings as the program uses them: checked, complete, defaults filled in.
 * Fractions are of 1 (0.03 is 3 %); money is in the settlement currency, the quote currency of the symbols.
 */
import type { AddingRules, ProtectionRules, RiskLimits, SizingRule } from "../engine/limits.ts";
import type { AnyParameterValues } from "../engine/parameters.ts";

export const modes = ["backtest", "dry-run", "sandbox", "live"] as const;
export type Mode = (typeof modes)[number];

export const marketKinds = ["spot", "margin"] as const;
export type MarketKind = (typeof marketKinds)[number];

/** Whether an order's size is computed from the equity and price of the decision or of the fill. */
export type SizeAt = "decision" | "fill";

export interface ExchangeSettings {
  /** `binance`, `coinbase`, or the ccxt id of another venue. */
  readonly exchange: string;
  /** True: the exchange's test network or the built-in simulator. */
  readonly testMode: boolean;
  readonly maxOrdersPerMinute: number;
  readonly market: MarketKind;
}

export interface BacktestSettings {
  readonly startingCash: number;
  /** Undefined: the exchange's own fee. */
  readonly makerFeeRate: number | undefined;
  readonly takerFeeRate: number | undefined;
  /** Against us on every market order, over the price. */
  readonly slippageRate: number;
  /** Between bid and ask, over the price; a market order pays half of it. */
  readonly spreadRate: number;
  /** Name in the engine's table of conventions. */
  readonly fillConvention: string;
  readonly sizeAt: SizeAt;
  /** First instant to use, milliseconds UTC; undefined: all candles there are. */
  readonly startTime: number | undefined;
  /** First instant not to use any more. */
  readonly endTime: number | undefined;
}

export interface StrategySettings {
  /** Of this instance, unique: positions, reports and logs carry it. */
  readonly name: string;
  /** A shipped name, or the path of a file. */
  readonly strategyName: string;
  /** The strategy's own parameters, all of them. */
  readonly parameters: AnyParameterValues;
  readonly protection: ProtectionRules;
  readonly adding: AddingRules;
  readonly sizing: SizingRule;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Share of the equity that this strategy may hold in total. */
  readonly capitalAllocation: number;
}

export interface Settings {
  readonly mode: Mode;
  readonly strategies: readonly StrategySettings[];
  readonly exchange: ExchangeSettings;
  /** The orders per minute are the lower of the limits in the risk and the exchange file. */
  readonly risk: RiskLimits;
  readonly backtest: BacktestSettings;
}
