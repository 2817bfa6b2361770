import { SignerError } from "../errors.ts";
import type { OrderRequest } from "../requests.ts";

/** `BTC/USD` is `BTC-USD` at Coinbase. */
export function productOf(symbol: string): string {
  return symbol.replace("/", "-");
}

/** The body of POST /orders. @throws SignerError `badRequest` for an order type that Coinbase has not */
export function orderBody(order: OrderRequest): string {
  return JSON.stringify({
    client_order_id: order.clientOrderId,
    product_id: productOf(order.symbol),
    side: order.side.toUpperCase(),
    order_configuration: configurationOf(order),
  });
}

function configurationOf(order: OrderRequest): object {
  const sized = { base_size: order.quantity, limit_price: order.price };
  switch (order.type) {
    case "market": {
      const size =
        order.quoteQuantity === undefined ? { base_size: order.quantity } : { quote_size: order.quoteQuantity };
      return { market_market_ioc: size };
    }
    case "limit":
      if (order.timeInForce === "ioc") return { sor_limit_ioc: sized };
      if (order.timeInForce === "fok") return { limit_limit_fok: sized };
      return { limit_limit_gtc: { ...sized, post_only: false } };
    case "post-only":
      return { limit_limit_gtc: { ...sized, post_only: true } };
    case "stop-loss-limit":
      return stopLimit(order, order.side === "sell" ? "STOP_DIRECTION_STOP_DOWN" : "STOP_DIRECTION_STOP_UP");
    case "take-profit-limit":
      return stopLimit(order, order.side === "sell" ? "STOP_DIRECTION_STOP_UP" : "STOP_DIRECTION_STOP_DOWN");
    case "stop-loss":
    case "take-profit":
      break;
  }
  throw new SignerError("badRequest", "Coinbase has no stop order at market; use the one with a limit.");
}

function stopLimit(order: OrderRequest, direction: string): object {
  if (order.timeInForce !== "gtc") throw new SignerError("badRequest", "A stop at Coinbase is good till cancelled.");
  return {
    stop_limit_stop_limit_gtc: {
      base_size: order.quantity,
      limit_price: order.price,
      stop_price: order.stopPrice,
      stop_direction: direction,
    },
  };
}
