/** What the exchange demands of an order, and what it charges. */

export type MarketKind = "spot" | "margin";

export interface MarketRules {
  readonly kind: MarketKind;
  /** Smallest price step; 0: any price. */
  readonly tickSize: number;
  /** Smallest quantity step; 0: any quantity. */
  readonly lotSize: number;
  readonly minQuantity: number;
  /** Smallest quantity * price. */
  readonly minNotional: number;
  /** Of the notional, for an order that rested in the book. */
  readonly makerFeeRate: number;
  readonly takerFeeRate: number;
}

const STEP_TOLERANCE = 1e-9;

/** A step that binary fractions miss by a hair (0.3 / 0.1 = 2.999...) still counts as reached; the hair grows with the number. */
function tolerance(steps: number): number {
  return STEP_TOLERANCE + steps * 2 ** -50;
}

/** A number of steps as a decimal grid means it: 4314 steps of 0.00001 are 0.04314, not 0.043140000000000005. */
function onGrid(steps: number, step: number): number {
  const perUnit = Math.round(1 / step);
  return Math.abs(perUnit * step - 1) < STEP_TOLERANCE ? steps / perUnit : steps * step;
}

/** The largest quantity on the exchange's grid that is not above `quantity`. */
export function roundQuantityDown(quantity: number, rules: MarketRules): number {
  if (!(rules.lotSize > 0)) return quantity;
  const steps = quantity / rules.lotSize;
  return onGrid(Math.floor(steps + tolerance(steps)), rules.lotSize);
}

/** A price on the exchange's grid: rounded down for buys, up for sells, so that it is never worse than asked. */
export function roundPrice(price: number, side: 1 | -1, rules: MarketRules): number {
  if (!(rules.tickSize > 0)) return price;
  const steps = price / rules.tickSize;
  return onGrid(
    side === 1 ? Math.floor(steps + tolerance(steps)) : Math.ceil(steps - tolerance(steps)),
    rules.tickSize,
  );
}

/** Whether an order of this size may be sent. */
export function isTradable(quantity: number, price: number, rules: MarketRules): boolean {
  return quantity > 0 && quantity >= rules.minQuantity && quantity * price >= rules.minNotional;
}
