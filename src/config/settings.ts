/**
 * The settings as the program uses them: checked, complete, defaults filled in.
 * Fractions are of 1 (0.03 is 3 %); money is in the settlement currency, the quote currency of the symbols.
 */
import type { AnyParameterValues } from "../engine/parameters.ts";

export const modes = ["backtest", "dry-run", "sandbox", "live"] as const;
export type Mode = (typeof modes)[number];

export const marketKinds = ["spot", "margin"] as const;
export type MarketKind = (typeof marketKinds)[number];

export const fillConventions = ["pessimistic", "backtesting.py", "freqtrade", "signal-close"] as const;
export type FillConventionName = (typeof fillConventions)[number];

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

export interface RiskSettings {
  readonly maxOpenPositions: number;
  /** Notional of one symbol over equity. */
  readonly maxExposurePerSymbol: number;
  /** Sum of all notionals over equity. */
  readonly maxTotalExposure: number;
  /** Loss since 00:00 UTC over the equity then, at which new entries stop for the day. */
  readonly maxDailyLoss: number;
  /** Fall from the highest equity, over it, at which trading halts. */
  readonly maxDrawdown: number;
  /** Candles of the strategy's timeframe without a new entry in a symbol after a stop; 0 for none. */
  readonly cooldownCandlesAfterStop: number;
  /** The lower of the limits in the risk and the exchange file. */
  readonly maxOrdersPerMinute: number;
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
  readonly fillConvention: FillConventionName;
  readonly sizeAt: SizeAt;
  /** First instant to use, milliseconds UTC; undefined: all candles there are. */
  readonly startTime: number | undefined;
  /** First instant not to use any more. */
  readonly endTime: number | undefined;
}

/** Exits that every strategy can have without declaring them; undefined means off. */
export interface ProtectionSettings {
  /** Distance of the stop from the entry price, over it. */
  readonly stopLoss: number | undefined;
  readonly takeProfit: number | undefined;
  /** Distance of the trailing stop behind the best price since entry, over that price. */
  readonly trailingStop: number | undefined;
  /** Profit from which the trailing stop starts; 0: at once. */
  readonly trailingOffset: number;
  /** Profit from which the stop lies at the entry price. */
  readonly breakEvenAfter: number | undefined;
  /** Candles after which the position is closed. */
  readonly timeStopCandles: number | undefined;
  /** Take the profit if it reaches this fraction once this much time has passed; ascending in time. */
  readonly minimalRoi: readonly { readonly afterMs: number; readonly profitFraction: number }[];
}

/** When and how a position is added to. */
export interface AddingSettings {
  /** 1: never added to. */
  readonly maxEntries: number;
  /** Move of the price since the last entry, over it: above 0 in the position's favour (pyramiding), below 0 against it (averaging down). */
  readonly addStep: number;
  /** Size of each further entry over the one before. */
  readonly addSizeFactor: number;
}

export type SizingSettings =
  /** The capital allocation, split equally over the symbols. */
  | { readonly rule: "fraction_of_equity" }
  /** The same amount of settlement currency for every entry. */
  | { readonly rule: "fixed_amount"; readonly amount: number }
  /** So much that a stop costs this fraction of the equity. */
  | { readonly rule: "risk_per_trade"; readonly riskFraction: number }
  /** So much that the position's yearly volatility is this fraction of the equity. */
  | { readonly rule: "volatility_target"; readonly annualVolatility: number; readonly lookbackCandles: number };

export interface StrategySettings {
  /** Of this instance, unique: positions, reports and logs carry it. */
  readonly name: string;
  /** A shipped name, or the path of a file. */
  readonly strategyName: string;
  /** The strategy's own parameters, all of them. */
  readonly parameters: AnyParameterValues;
  readonly protection: ProtectionSettings;
  readonly adding: AddingSettings;
  readonly sizing: SizingSettings;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** Share of the equity that this strategy may hold in total. */
  readonly capitalAllocation: number;
}

export interface Settings {
  readonly mode: Mode;
  readonly strategies: readonly StrategySettings[];
  readonly exchange: ExchangeSettings;
  readonly risk: RiskSettings;
  readonly backtest: BacktestSettings;
}
