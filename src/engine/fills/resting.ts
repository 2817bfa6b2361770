/** Limit and stop orders against one candle. */
import type { Order } from "../order.ts";

/**
 * The price at which a resting order fills in this candle, NaN where it does not.
 * A limit that the open is already beyond fills at the open, which is better; a stop at the open, which is worse.
 * A stop-limit fills where it is triggered if that price is within its limit. Beyond it, it rests as a limit: at once where
 * the open triggered it, else from the next candle on, since whether the price came back within this one is not known.
 */
export function restingFillPrice(order: Order, open: number, high: number, low: number, needsThrough: boolean): number {
  const { side } = order;
  const worst = side === 1 ? low : high;
  const best = side === 1 ? high : low;
  if (order.type === "stop" || (order.type === "stop_limit" && !order.isTriggered)) {
    if (!(side * best >= side * order.stopPrice)) return NaN;
    const opensBeyond = side * open >= side * order.stopPrice;
    const price = opensBeyond ? open : order.stopPrice;
    if (order.type === "stop") return price;
    order.isTriggered = true;
    if (side * price <= side * order.limitPrice) return price;
    if (!opensBeyond) return NaN;
  }
  if (side * open < side * order.limitPrice) return open;
  const isReached = needsThrough ? side * worst < side * order.limitPrice : side * worst <= side * order.limitPrice;
  return isReached ? order.limitPrice : NaN;
}
