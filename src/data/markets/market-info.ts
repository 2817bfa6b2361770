/** What an exchange demands of an order in one market, and what it charges. */

export interface MarketInfo {
  readonly exchange: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly kind: "spot";
  /** Prices are multiples of it, in the quote currency. */
  readonly tickSize: number;
  /** Quantities are multiples of it, in the base currency. */
  readonly lotSize: number;
  /** In the base currency. */
  readonly minQuantity: number;
  /** Least price times quantity, in the quote currency. */
  readonly minNotional: number;
  /** Fraction of the notional; negative is a rebate. */
  readonly makerFeeRate: number;
  readonly takerFeeRate: number;
  /** Day on which these were so: `2025-06-01`. */
  readonly asOf: string;
  /** Downloaded from the exchange, shipped with the program, or assumed for want of either: reports say which. */
  readonly source: "downloaded" | "shipped" | "assumed";
}

/** What an exchange charges without any discount, as a fraction of the notional. */
export interface FeeRates {
  readonly makerFeeRate: number;
  readonly takerFeeRate: number;
}
