/** Limit and stop orders in the book against candles. */
import type { CandleColumns } from "../candles.ts";
import type { Order } from "../order.ts";
import type { Sleeve } from "../sleeve.ts";
import type { PositionMatcher } from "./position-matcher.ts";
import { restingFillPrice } from "./resting.ts";
import type { VenueParts } from "./venue-parts.ts";

export class RestingMatcher {
  private readonly parts: VenueParts;
  private readonly positions: PositionMatcher;
  private readonly needsThrough: boolean;

  constructor(parts: VenueParts, positions: PositionMatcher) {
    this.parts = parts;
    this.positions = positions;
    this.needsThrough = parts.settings.convention.limitFill === "through";
  }

  /** Matches the sleeve's resting orders against a candle, in the order of their ids; what has run out expires. */
  match(sleeve: Sleeve, candles: CandleColumns, row: number, closeTime: number): void {
    const { desk, settings } = this.parts;
    for (const order of desk.resting) {
      if (order.sleeve !== sleeve.index || order.state !== "accepted" || order.createdAt > candles.openTime[row])
        continue;
      // After a gap it may have run out before this candle opened.
      if (candles.openTime[row] >= order.expiresAt && settings.convention.lateEntry === "expires") {
        desk.end(order, "expire", closeTime);
        continue;
      }
      const rested = order.type === "limit" || order.isTriggered;
      const price = restingFillPrice(order, candles.open[row], candles.high[row], candles.low[row], this.needsThrough);
      if (price === price) this.fill(sleeve, order, price, rested, candles, row);
      else if (closeTime >= order.expiresAt) desk.end(order, "expire", closeTime);
    }
  }

  private fill(
    sleeve: Sleeve,
    order: Order,
    level: number,
    rested: boolean,
    candles: CandleColumns,
    row: number,
  ): void {
    const { costs, settings, portfolio, desk } = this.parts;
    const { makerFeeRate, takerFeeRate } = sleeve.market;
    const price = rested ? level : withinLimit(order, costs.entryPrice(level, order.side));
    const feeRate = rested && settings.convention.restingFee === "maker" ? makerFeeRate : takerFeeRate;
    const held = portfolio.quantity[sleeve.index];
    const time = candles.openTime[row];
    const isReducing = held !== 0 && held > 0 !== order.side > 0;
    // One that was there to reduce a position opens none, and turns none over.
    if (!order.bringsRisk && !isReducing)
      return desk.refuse(order, "nothing_to_reduce", `${order.quantity} at ${price}.`, time);
    const quantity = !order.bringsRisk
      ? Math.min(order.quantity, Math.abs(held))
      : isReducing
        ? order.quantity
        : this.affordable(sleeve, order, price, feeRate);
    if (!(quantity > 0)) return desk.refuse(order, "insufficient_cash", `${order.quantity} at ${price}.`, time);
    order.quantity = quantity;
    desk.fill(order, quantity, price, level, feeRate, time);
    const after = portfolio.quantity[sleeve.index];
    const isNew = after !== 0 && (held === 0 || held > 0 !== after > 0);
    if (!isNew) return;
    const isOpen = this.positions.matchEntryCandle(sleeve, level === candles.open[row], candles, row);
    if (isOpen) portfolio.isOpenedInside[sleeve.index] = 1;
  }

  private affordable(sleeve: Sleeve, order: Order, price: number, feeRate: number): number {
    const { sizing } = this.parts;
    const free = sizing.available(sleeve) + order.reservedCash;
    return Math.min(order.quantity, sizing.affordable(sleeve, free, price * (1 + feeRate), price));
  }
}

/** Slippage takes a stop-limit order no further than its limit. */
function withinLimit({ type, side, limitPrice }: Order, price: number): number {
  return type === "stop_limit" && side * price > side * limitPrice ? limitPrice : price;
}
