/** Settings of a run that the engine acts on. The settings files carry the same fields; see `docs/configuration.md`. */

/** Limits on risk: each is a fraction of the equity unless it says otherwise. */
export interface RiskLimits {
  readonly maxOpenPositions: number;
  readonly maxExposurePerSymbol: number;
  readonly maxTotalExposure: number;
  readonly maxDailyLoss: number;
  readonly maxDrawdown: number;
  /** Candles of the strategy's timeframe without an entry in a symbol after a stop. */
  readonly cooldownCandlesAfterStop: number;
  readonly maxOrdersPerMinute: number;
}

/** For tests and studies: nothing is limited. */
export const UNLIMITED: RiskLimits = Object.freeze({
  maxOpenPositions: Infinity,
  maxExposurePerSymbol: Infinity,
  maxTotalExposure: Infinity,
  maxDailyLoss: Infinity,
  maxDrawdown: Infinity,
  cooldownCandlesAfterStop: 0,
  maxOrdersPerMinute: Infinity,
});

export interface RoiStep {
  readonly afterMs: number;
  readonly profitFraction: number;
}

/** Exits that every strategy can have without declaring them; undefined means off. Fractions of the price named. */
export interface ProtectionRules {
  readonly stopLoss: number | undefined;
  readonly takeProfit: number | undefined;
  /** Distance behind the best price since entry. */
  readonly trailingStop: number | undefined;
  /** Profit from which the trailing stop starts. */
  readonly trailingOffset: number;
  /** Only under the convention `freqtrade`: distance once the profit exceeds `trailingOffset` (its trailing_stop_positive). */
  readonly trailingStopPositive?: number | undefined;
  /** Only under `freqtrade`: trails from the offset on, not before (its trailing_only_offset_is_reached). */
  readonly trailsFromOffsetOnly?: boolean;
  /** Profit from which the stop lies at the entry price. */
  readonly breakEvenAfter: number | undefined;
  readonly timeStopCandles: number | undefined;
  /** Ascending in time. */
  readonly minimalRoi: readonly RoiStep[];
}

export const NO_PROTECTION: ProtectionRules = Object.freeze({
  stopLoss: undefined,
  takeProfit: undefined,
  trailingStop: undefined,
  trailingOffset: 0,
  breakEvenAfter: undefined,
  timeStopCandles: undefined,
  minimalRoi: [],
});

/** When and how a position is added to. */
export interface AddingRules {
  readonly maxEntries: number;
  /** Move of the price since the last entry: above 0 in favour, below 0 against; 0: on the next entry signal. */
  readonly addStep: number;
  /** Size of each further entry over the one before. */
  readonly addSizeFactor: number;
}

export const NO_ADDING: AddingRules = Object.freeze({ maxEntries: 1, addStep: 0, addSizeFactor: 1 });

export type SizingRule =
  | { readonly rule: "fraction_of_equity" }
  | { readonly rule: "fixed_amount"; readonly amount: number }
  | { readonly rule: "risk_per_trade"; readonly riskFraction: number }
  | { readonly rule: "volatility_target"; readonly annualVolatility: number; readonly lookbackCandles: number };
