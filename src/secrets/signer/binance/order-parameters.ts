import type { OrderReference, OrderRequest, OrderType, TradesQuery } from "../requests.ts";
import type { Parameter } from "./canonical.ts";

const TYPE_NAMES: Readonly<Record<OrderType, string>> = {
  market: "MARKET",
  limit: "LIMIT",
  "post-only": "LIMIT_MAKER",
  "stop-loss": "STOP_LOSS",
  "stop-loss-limit": "STOP_LOSS_LIMIT",
  "take-profit": "TAKE_PROFIT",
  "take-profit-limit": "TAKE_PROFIT_LIMIT",
};

/** `BTC/USDT` is `BTCUSDT` at Binance. */
export function binanceSymbol(symbol: string): string {
  return symbol.replace("/", "");
}

function given(entries: readonly (readonly [Parameter[0], string | number | undefined])[]): Parameter[] {
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
}

export function orderParameters(order: OrderRequest): Parameter[] {
  return given([
    ["symbol", binanceSymbol(order.symbol)],
    ["side", order.side.toUpperCase()],
    ["type", TYPE_NAMES[order.type]],
    ["timeInForce", order.timeInForce?.toUpperCase()],
    ["quantity", order.quantity],
    ["quoteOrderQty", order.quoteQuantity],
    ["price", order.price],
    ["stopPrice", order.stopPrice],
    ["newClientOrderId", order.clientOrderId],
    ["newOrderRespType", "FULL"],
  ]);
}

export function referenceParameters(reference: OrderReference): Parameter[] {
  return given([
    ["symbol", binanceSymbol(reference.symbol)],
    ["orderId", reference.exchangeOrderId],
    ["origClientOrderId", reference.clientOrderId],
  ]);
}

export function tradesParameters(query: TradesQuery): Parameter[] {
  return given([
    ["symbol", binanceSymbol(query.symbol)],
    ["orderId", query.exchangeOrderId],
    ["fromId", query.from],
    ["startTime", query.startTimeMs],
    ["endTime", query.endTimeMs],
    ["limit", query.limit],
  ]);
}
