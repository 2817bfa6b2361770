import { randomBytes } from "node:crypto";
import type { Exchange } from "../exchange.ts";
import type { Market } from "../market.ts";
import { type Order, OrderRejected, type OrderRequest, type RejectReason, type Trade } from "../orders.ts";
import { formatUnits } from "../units.ts";
import { refuse } from "./errors.ts";
import { applyFilters } from "./filters.ts";
import type { Parameters } from "./parameters.ts";

interface OrderType {
  readonly priced: boolean;
  /** Which way the price must move for a buy; a sell is the mirror image. */
  readonly trigger?: "rises-to" | "falls-to";
}

const ORDER_TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: { priced: false },
  LIMIT: { priced: true },
  LIMIT_MAKER: { priced: true },
  STOP_LOSS: { priced: false, trigger: "rises-to" },
  STOP_LOSS_LIMIT: { priced: true, trigger: "rises-to" },
  TAKE_PROFIT: { priced: false, trigger: "falls-to" },
  TAKE_PROFIT_LIMIT: { priced: true, trigger: "falls-to" },
};

export const ORDER_TYPE_NAMES = Object.keys(ORDER_TYPES);

const REJECT_MESSAGES: Readonly<Record<RejectReason, string>> = {
  "unknown-market": "Invalid symbol.",
  "market-closed": "Market is closed.",
  "insufficient-balance": "Account has insufficient balance for requested action.",
  "would-match": "Order would immediately match and take.",
  "would-trigger": "Order would trigger immediately.",
  "duplicate-open-order": "Duplicate order sent.",
};

const CLIENT_ORDER_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;

/** Reads the parameters of POST /api/v3/order, checks the filters. @throws BinanceRefusal */
export function readOrder(parameters: Parameters, accountId: string, market: Market): OrderRequest {
  const sideText = parameters.required("side");
  if (sideText !== "BUY" && sideText !== "SELL") throw refuse.side();
  const side = sideText === "BUY" ? "buy" : "sell";
  const venueType = parameters.required("type");
  const type = ORDER_TYPES[venueType];
  if (type === undefined) throw refuse.orderType();
  const quantity = parameters.amount("quantity");
  const quoteQuantity = parameters.amount("quoteOrderQty");
  const limitPrice = parameters.amount("price");
  const stopPrice = parameters.amount("stopPrice");
  const timeInForce = readTimeInForce(parameters, type.priced && venueType !== "LIMIT_MAKER");
  const clientOrderId = parameters.optional("newClientOrderId") ?? randomBytes(11).toString("hex");
  if (!CLIENT_ORDER_ID.test(clientOrderId)) throw refuse.illegalCharacters("newClientOrderId");

  if (quantity === undefined && (quoteQuantity === undefined || venueType !== "MARKET")) {
    throw refuse.missing("quantity");
  }
  if (quantity !== undefined && quoteQuantity !== undefined) throw refuse.notRequired("quoteOrderQty");
  if (type.priced && limitPrice === undefined) throw refuse.missing("price");
  if (!type.priced && limitPrice !== undefined) throw refuse.notRequired("price");
  if (type.trigger !== undefined && stopPrice === undefined) throw refuse.missing("stopPrice");
  if (type.trigger === undefined && stopPrice !== undefined) throw refuse.notRequired("stopPrice");

  const mirrored = type.trigger === "rises-to" ? "falls-to" : "rises-to";
  const order: OrderRequest = {
    accountId,
    clientOrderId,
    market: `${market.rules.base}-${market.rules.quote}`,
    side,
    timeInForce,
    postOnly: venueType === "LIMIT_MAKER",
    venueType,
    ...(quantity === undefined ? {} : { quantity }),
    ...(quoteQuantity === undefined ? {} : { quoteQuantity }),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined || type.trigger === undefined
      ? {}
      : { trigger: { price: stopPrice, direction: side === "buy" ? type.trigger : mirrored } }),
  };
  applyFilters(order, market);
  return order;
}

function readTimeInForce(parameters: Parameters, wanted: boolean): OrderRequest["timeInForce"] {
  const text = parameters.optional("timeInForce");
  if (!wanted) {
    if (text !== undefined) throw refuse.notRequired("timeInForce");
    return "gtc";
  }
  if (text === undefined) throw refuse.missing("timeInForce");
  if (text !== "GTC" && text !== "IOC" && text !== "FOK") throw refuse.timeInForce();
  return text.toLowerCase() as OrderRequest["timeInForce"];
}

/** Hands an order to the matching engine and puts its refusal into Binance's words. */
export function placeOrder(exchange: Exchange, request: OrderRequest): Order {
  try {
    return exchange.place(request);
  } catch (error) {
    if (error instanceof OrderRejected) throw refuse.newOrder(REJECT_MESSAGES[error.reason]);
    throw error;
  }
}

const STATUS = { new: "NEW", filled: "FILLED", cancelled: "CANCELED", expired: "EXPIRED" } as const;

function symbolOf(market: string): string {
  return market.replace("-", "");
}

/** The fields that every order answer shares. */
function orderFields(order: Order): Record<string, unknown> {
  return {
    symbol: symbolOf(order.market),
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    price: formatUnits(order.limitPrice ?? 0n),
    origQty: formatUnits(order.quantity),
    executedQty: formatUnits(order.executedQuantity),
    origQuoteOrderQty: formatUnits(order.quoteQuantity ?? 0n),
    cummulativeQuoteQty: formatUnits(order.executedQuote),
    status: STATUS[order.status],
    timeInForce: order.timeInForce.toUpperCase(),
    type: order.venueType,
    side: order.side.toUpperCase(),
    selfTradePreventionMode: "NONE",
    ...(order.trigger === undefined ? {} : { stopPrice: formatUnits(order.trigger.price) }),
  };
}

/** The answer to GET /api/v3/order and one row of /openOrders. */
export function describeOrder(order: Order): Record<string, unknown> {
  return {
    ...orderFields(order),
    stopPrice: formatUnits(order.trigger?.price ?? 0n),
    icebergQty: "0.00000000",
    time: order.createdTimeMs,
    updateTime: order.updatedTimeMs,
    isWorking: order.triggered,
    workingTime: order.triggered ? order.createdTimeMs : -1,
  };
}

/** The answer to POST /api/v3/order with newOrderRespType=FULL. */
export function describePlaced(order: Order, trades: readonly Trade[]): Record<string, unknown> {
  return {
    ...orderFields(order),
    transactTime: order.updatedTimeMs,
    workingTime: order.triggered ? order.createdTimeMs : -1,
    fills: trades.map((trade) => ({
      price: formatUnits(trade.price),
      qty: formatUnits(trade.quantity),
      commission: formatUnits(trade.fee),
      commissionAsset: trade.feeAsset,
      tradeId: trade.tradeId,
    })),
  };
}

/** The answer to DELETE /api/v3/order; the cancel's own id takes the place of the order's. */
export function describeCancelled(order: Order, cancelId: string): Record<string, unknown> {
  return {
    ...orderFields(order),
    origClientOrderId: order.clientOrderId,
    clientOrderId: cancelId,
    transactTime: order.updatedTimeMs,
  };
}

/** One row of GET /api/v3/myTrades. */
export function describeTrade(trade: Trade): Record<string, unknown> {
  return {
    symbol: symbolOf(trade.market),
    id: trade.tradeId,
    orderId: trade.orderId,
    orderListId: -1,
    price: formatUnits(trade.price),
    qty: formatUnits(trade.quantity),
    quoteQty: formatUnits(trade.quoteQuantity),
    commission: formatUnits(trade.fee),
    commissionAsset: trade.feeAsset,
    time: trade.timeMs,
    isBuyer: trade.side === "buy",
    isMaker: trade.maker,
    isBestMatch: true,
  };
}
