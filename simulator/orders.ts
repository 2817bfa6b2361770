export type Side = "buy" | "sell";
export type TimeInForce = "gtc" | "ioc" | "fok";
export type OrderStatus = "new" | "filled" | "cancelled" | "expired";
/** Which way the price must move for a resting trigger to become an order; without one the order is live at once. */
export type TriggerDirection = "falls-to" | "rises-to";

/** A wish to trade, before the venue has judged it. Amounts and prices in units. */
export interface OrderRequest {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly market: string;
  readonly side: Side;
  /** Absent for a market order. */
  readonly limitPrice?: bigint;
  readonly trigger?: { readonly price: bigint; readonly direction: TriggerDirection };
  /** Of the base asset; or `quoteQuantity` to spend or to receive at market. */
  readonly quantity?: bigint;
  readonly quoteQuantity?: bigint;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** The venue's own name of the order type, given back unchanged. */
  readonly venueType: string;
}

export interface Order extends OrderRequest {
  readonly orderId: number;
  readonly quantity: bigint;
  readonly createdTimeMs: number;
  updatedTimeMs: number;
  status: OrderStatus;
  /** A trigger that has not fired yet keeps the order out of the book. */
  triggered: boolean;
  executedQuantity: bigint;
  executedQuote: bigint;
  /** Asset and amount that this open order holds back. */
  lockedAsset: string;
  lockedAmount: bigint;
}

export interface Trade {
  readonly tradeId: number;
  readonly orderId: number;
  readonly accountId: string;
  readonly market: string;
  readonly side: Side;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly quoteQuantity: bigint;
  readonly fee: bigint;
  readonly feeAsset: string;
  readonly maker: boolean;
  readonly timeMs: number;
}

/** Why the matching engine refused; each venue has its own words for these. */
export type RejectReason =
  | "unknown-market"
  | "market-closed"
  | "insufficient-balance"
  | "would-match"
  | "would-trigger"
  | "duplicate-open-order";

export class OrderRejected extends Error {
  readonly reason: RejectReason;

  constructor(reason: RejectReason) {
    super(reason);
    this.name = "OrderRejected";
    this.reason = reason;
  }
}
