/** The resting orders that an `onCandle` strategy wants: the book is made to hold just these. */
import { isTradable, roundPrice, roundQuantityDown } from "./market.ts";
import type { EntrySizing } from "./entry-sizing.ts";
import type { Order } from "./order.ts";
import type { OrderDesk } from "./order-desk.ts";
import type { Portfolio } from "./portfolio.ts";
import { type Detail, type RefusalLog, textOf } from "./refusals.ts";
import type { Sleeve } from "./sleeve.ts";
import type { WantedOrder } from "./strategy.ts";

export class WantedOrders {
  private readonly portfolio: Portfolio;
  private readonly desk: OrderDesk;
  private readonly sizing: EntrySizing;
  private readonly refusals: RefusalLog;

  constructor(portfolio: Portfolio, desk: OrderDesk, sizing: EntrySizing, refusals: RefusalLog) {
    this.portfolio = portfolio;
    this.desk = desk;
    this.sizing = sizing;
    this.refusals = refusals;
  }

  /** Cancels what is not wanted any more, or not at that price, and submits what is missing. */
  arrange(sleeve: Sleeve, wanted: readonly WantedOrder[], time: number, equity: number): void {
    const byKey = new Map(wanted.map((order) => [order.key, order]));
    const present = new Set<string>();
    const isMeant = (order: Order) => {
      if (order.sleeve !== sleeve.index || order.purpose !== "resting") return false;
      const same = byKey.get(order.reason);
      if (same === undefined || !isSame(order, same, sleeve)) return true;
      present.add(order.reason);
      return false;
    };
    this.desk.cancelResting(isMeant, time);
    for (const order of wanted) if (!present.has(order.key)) this.place(sleeve, order, time, equity);
  }

  /**
   * Puts an order into the book. Against an open position it only reduces; otherwise it is new risk: it passes the risk
   * rules and reserves what it costs.
   */
  private place(sleeve: Sleeve, wanted: WantedOrder, time: number, equity: number): void {
    const side = sideOf(wanted);
    // The strategy's own object may say something else by the time that a text is read.
    const { key } = wanted;
    const price = priceOf(wanted, sleeve);
    const quantity = roundQuantityDown(wanted.quantity, sleeve.market);
    if (!isTradable(quantity, price, sleeve.market))
      return this.refuse(sleeve, time, "below_minimum", () => `${key}: ${quantity} at ${price}.`);
    const held = this.portfolio.quantity[sleeve.index];
    if (held !== 0 && held > 0 !== side > 0) return this.submit(sleeve, wanted, quantity, price, 0, time);
    if (side === -1 && sleeve.market.kind === "spot") return this.refuse(sleeve, time, "nothing_to_sell", wanted.key);
    const allowed = this.allowed(sleeve, wanted, quantity, price, time, equity);
    if (allowed > 0)
      this.submit(sleeve, wanted, allowed, price, allowed * price * (1 + sleeve.market.takerFeeRate), time);
  }

  /** What risk rules, cash and the strategy's capital leave of a wanted quantity; 0 where it was refused. */
  private allowed(
    sleeve: Sleeve,
    wanted: WantedOrder,
    quantity: number,
    price: number,
    time: number,
    equity: number,
  ): number {
    const { wish } = this.sizing;
    wish.side = sideOf(wanted);
    wish.price = price;
    wish.costRate = sleeve.market.takerFeeRate;
    wish.strength = 1;
    wish.stopPrice = NaN;
    wish.annualVolatility = NaN;
    wish.time = time;
    wish.ownReservation = 0;
    wish.submittedAt = NaN;
    wish.equity = equity;
    wish.notional = quantity * price;
    const sized = this.sizing.size(sleeve);
    if (sized.quantity === 0) {
      const { detail } = sized;
      const { key } = wanted;
      this.refuse(sleeve, time, sized.code, () => `${key}: ${textOf(detail)}`);
      return 0;
    }
    // All of them together stay within what the strategy may hold.
    const room = Math.max(0, equity * sleeve.share - this.sizing.committed(sleeve.index));
    const allowed = Math.min(quantity, sized.quantity, roundQuantityDown(room / price, sleeve.market));
    if (isTradable(allowed, price, sleeve.market)) return allowed;
    this.refuse(sleeve, time, "capital_allocation", wanted.key);
    return 0;
  }

  private submit(
    sleeve: Sleeve,
    wanted: WantedOrder,
    quantity: number,
    price: number,
    reservedCash: number,
    time: number,
  ): void {
    const draft = this.desk.draft(sleeve.index, sideOf(wanted), quantity, "order", wanted.key, time);
    draft.purpose = "resting";
    draft.type = wanted.type;
    draft.limitPrice = wanted.type === "limit" ? price : NaN;
    draft.stopPrice = wanted.type === "stop" ? price : NaN;
    draft.reservedCash = reservedCash;
    this.desk.submit(draft);
  }

  private refuse(sleeve: Sleeve, time: number, code: string, detail: Detail): void {
    this.refusals.add(sleeve, code, detail, time);
  }
}

function sideOf(wanted: WantedOrder): 1 | -1 {
  return wanted.side === "buy" ? 1 : -1;
}

function priceOf(wanted: WantedOrder, { market }: Sleeve): number {
  const side = sideOf(wanted);
  return roundPrice(wanted.price, wanted.type === "limit" ? side : side === 1 ? -1 : 1, market);
}

/** Whether the order in the book is the wanted one. Its quantity may differ: rules may have made it smaller. */
function isSame(order: Order, wanted: WantedOrder, sleeve: Sleeve): boolean {
  const price = order.type === "limit" ? order.limitPrice : order.stopPrice;
  return order.type === wanted.type && order.side === sideOf(wanted) && price === priceOf(wanted, sleeve);
}
