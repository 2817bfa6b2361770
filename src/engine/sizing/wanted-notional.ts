/** How large an entry is meant to be, before risk rules and cash have their say. */
import type { AddingRules, SizingRule } from "../limits.ts";

export interface SizingInput {
  /** What the sleeve's share is a share of: equity or free cash, settlement currency. */
  readonly base: number;
  readonly equity: number;
  /** The sleeve's part of `base`, 0..1. */
  readonly share: number;
  /** 0..1, the signal's strength. */
  readonly strength: number;
  /** Price that the size is computed at. */
  readonly price: number;
  /** Price of the protective stop; NaN for none. */
  readonly stopPrice: number;
  /** Standard deviation of the returns of a year; NaN where unknown or not asked for. */
  readonly annualVolatility: number;
  /** Entries that built the position so far. */
  readonly entries: number;
  readonly adding: AddingRules;
}

/** Part of the whole that entry number `entries` gets: all entries together fill the share. */
export function entryPart(entries: number, adding: AddingRules): number {
  if (adding.maxEntries <= 1) return 1;
  let whole = 0;
  let size = 1;
  let own = 1;
  for (let n = 0; n < adding.maxEntries; n++) {
    if (n === entries) own = size;
    whole += size;
    size *= adding.addSizeFactor;
  }
  return own / whole;
}

/**
 * The wanted amount in settlement currency; NaN where it can't be computed (no stop, no volatility yet).
 * No rule goes above the sleeve's share.
 */
export function wantedNotional(rule: SizingRule, input: SizingInput): number {
  const part = entryPart(input.entries, input.adding) * input.strength;
  const cap = input.base * input.share * part;
  switch (rule.rule) {
    case "fraction_of_equity":
      return cap;
    case "fixed_amount":
      return Math.min(rule.amount * part, cap);
    case "risk_per_trade": {
      const distance = Math.abs(input.price - input.stopPrice) / input.price;
      return distance > 0 ? Math.min(((input.equity * rule.riskFraction) / distance) * part, cap) : NaN;
    }
    case "volatility_target":
      return input.annualVolatility > 0
        ? Math.min(((input.base * input.share * rule.annualVolatility) / input.annualVolatility) * part, cap)
        : NaN;
  }
}
