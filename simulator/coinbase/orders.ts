import { type Order, type OrderRequest, type RejectReason, type Trade } from "../orders.ts";
import { divideUnits, formatShort, parseUnits } from "../units.ts";
import { refuse } from "./errors.ts";

type Body = Readonly<Record<string, unknown>>;

/** The configurations of Advanced Trade that the simulator knows, and what each makes of an order. */
const CONFIGURATIONS: Readonly<
  Record<
    string,
    { readonly timeInForce: OrderRequest["timeInForce"]; readonly priced: boolean; readonly stop: boolean }
  >
> = {
  market_market_ioc: { timeInForce: "ioc", priced: false, stop: false },
  market_market_fok: { timeInForce: "fok", priced: false, stop: false },
  sor_limit_ioc: { timeInForce: "ioc", priced: true, stop: false },
  limit_limit_gtc: { timeInForce: "gtc", priced: true, stop: false },
  limit_limit_fok: { timeInForce: "fok", priced: true, stop: false },
  stop_limit_stop_limit_gtc: { timeInForce: "gtc", priced: true, stop: true },
};

export function readBody(text: string): Body {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Falls through to the one refusal.
  }
  throw refuse.invalid("invalid JSON");
}

function amount(body: Body, name: string): bigint | undefined {
  const text = body[name];
  if (text === undefined) return undefined;
  const value = typeof text === "string" ? parseUnits(text) : undefined;
  if (value === undefined || value === 0n) throw refuse.invalid(`${name} is invalid`);
  return value;
}

/** Reads the body of POST /orders. @throws CoinbaseRefusal 400 */
export function readOrder(body: Body, accountId: string): OrderRequest {
  const { client_order_id: clientOrderId, product_id: market, side, order_configuration: configuration } = body;
  if (typeof clientOrderId !== "string" || clientOrderId === "") throw refuse.invalid("client_order_id is required");
  if (typeof market !== "string") throw refuse.invalid("product_id is required");
  if (side !== "BUY" && side !== "SELL") throw refuse.invalid("side is invalid");
  if (typeof configuration !== "object" || configuration === null)
    throw refuse.invalid("order_configuration is required");
  const [entry, ...others] = Object.entries(configuration as Record<string, Body>);
  const kind = entry === undefined ? undefined : CONFIGURATIONS[entry[0]];
  if (entry === undefined || kind === undefined || others.length > 0)
    throw refuse.invalid("order_configuration is invalid");
  const [venueType, details] = entry;
  const quantity = amount(details, "base_size");
  const quoteQuantity = kind.priced ? undefined : amount(details, "quote_size");
  const limitPrice = kind.priced ? amount(details, "limit_price") : undefined;
  const stopPrice = kind.stop ? amount(details, "stop_price") : undefined;
  if ((quantity === undefined) === (quoteQuantity === undefined)) throw refuse.invalid("one size is required");
  if (kind.priced && limitPrice === undefined) throw refuse.invalid("limit_price is required");
  if (kind.stop && stopPrice === undefined) throw refuse.invalid("stop_price is required");
  const falls = details["stop_direction"] === "STOP_DIRECTION_STOP_DOWN";
  return {
    accountId,
    clientOrderId,
    market,
    side: side === "BUY" ? "buy" : "sell",
    timeInForce: kind.timeInForce,
    postOnly: details["post_only"] === true,
    venueType,
    ...(quantity === undefined ? {} : { quantity }),
    ...(quoteQuantity === undefined ? {} : { quoteQuantity }),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(stopPrice === undefined
      ? {}
      : { trigger: { price: stopPrice, direction: falls ? ("falls-to" as const) : ("rises-to" as const) } }),
  };
}

/** What Coinbase calls the matching engine's refusals. */
export const FAILURE_REASONS: Readonly<Record<RejectReason, string>> = {
  "unknown-market": "INVALID_PRODUCT_ID",
  "market-closed": "TRADING_DISABLED",
  "insufficient-balance": "INSUFFICIENT_FUND",
  "would-match": "INVALID_LIMIT_PRICE_POST_ONLY",
  "would-trigger": "STOP_TRIGGER_INVALID_PRICE",
  "duplicate-open-order": "DUPLICATE_CLIENT_ORDER_ID",
};

const STATUS = { new: "OPEN", filled: "FILLED", cancelled: "CANCELLED", expired: "EXPIRED" } as const;
const TIME_IN_FORCE = { gtc: "GOOD_UNTIL_CANCELLED", ioc: "IMMEDIATE_OR_CANCEL", fok: "FILL_OR_KILL" } as const;

/** Coinbase's ids are UUIDs. */
export function orderIdOf(order: Pick<Order, "orderId">): string {
  return `00000000-0000-4000-8000-${String(order.orderId).padStart(12, "0")}`;
}

function configurationOf(order: Order): object {
  return {
    [order.venueType]: {
      ...(order.quoteQuantity === undefined
        ? { base_size: formatShort(order.quantity) }
        : { quote_size: formatShort(order.quoteQuantity) }),
      ...(order.limitPrice === undefined ? {} : { limit_price: formatShort(order.limitPrice) }),
      ...(order.trigger === undefined ? {} : { stop_price: formatShort(order.trigger.price) }),
      ...(order.venueType === "limit_limit_gtc" ? { post_only: order.postOnly } : {}),
    },
  };
}

export function describeOrder(order: Order, trades: readonly Trade[]): object {
  const fees = trades.reduce((sum, trade) => sum + feeInQuote(trade), 0n);
  const averagePrice = order.executedQuantity === 0n ? 0n : divideUnits(order.executedQuote, order.executedQuantity);
  const after = order.side === "buy" ? order.executedQuote + fees : order.executedQuote - fees;
  return {
    order_id: orderIdOf(order),
    product_id: order.market,
    order_configuration: configurationOf(order),
    side: order.side.toUpperCase(),
    client_order_id: order.clientOrderId,
    status: STATUS[order.status],
    time_in_force: TIME_IN_FORCE[order.timeInForce],
    created_time: new Date(order.createdTimeMs).toISOString(),
    completion_percentage: order.status === "filled" ? "100" : "0",
    filled_size: formatShort(order.executedQuantity),
    average_filled_price: formatShort(averagePrice),
    number_of_fills: String(trades.length),
    filled_value: formatShort(order.executedQuote),
    pending_cancel: false,
    size_in_quote: order.quoteQuantity !== undefined,
    total_fees: formatShort(fees),
    total_value_after_fees: formatShort(after),
    trigger_status:
      order.trigger === undefined ? "INVALID_ORDER_TYPE" : order.triggered ? "STOP_TRIGGERED" : "STOP_PENDING",
    reject_reason: "REJECT_REASON_UNSPECIFIED",
    settled: order.status === "filled",
    product_type: "SPOT",
    outstanding_hold_amount: formatShort(order.lockedAmount),
  };
}

export function describeFill(trade: Trade): object {
  const time = new Date(trade.timeMs).toISOString();
  return {
    entry_id: `entry-${trade.tradeId}`,
    trade_id: String(trade.tradeId),
    order_id: orderIdOf(trade),
    trade_time: time,
    trade_type: "FILL",
    price: formatShort(trade.price),
    size: formatShort(trade.quantity),
    commission: formatShort(feeInQuote(trade)),
    product_id: trade.market,
    sequence_timestamp: time,
    liquidity_indicator: trade.maker ? "MAKER" : "TAKER",
    size_in_quote: false,
    side: trade.side.toUpperCase(),
  };
}

/** Coinbase charges in the quote currency, whichever side. */
function feeInQuote(trade: Trade): bigint {
  return trade.feeAsset === trade.market.split("-")[1] ? trade.fee : (trade.fee * trade.price) / 10n ** 8n;
}
