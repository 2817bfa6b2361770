import type { Exchange } from "../exchange.ts";
import type { ApiKey } from "../keys.ts";
import type { Order } from "../orders.ts";
import type { StreamProtocol } from "../streams.ts";
import { divideUnits, formatShort } from "../units.ts";
import type { WebSocketConnection } from "../web-socket.ts";
import { authenticate } from "./authentication.ts";
import { CoinbaseRefusal } from "./errors.ts";
import { orderIdOf } from "./orders.ts";

interface Subscription {
  readonly type?: string;
  readonly channel?: string;
  readonly jwt?: string;
}

const STATUS = { new: "OPEN", filled: "FILLED", cancelled: "CANCELLED", expired: "EXPIRED" } as const;

/** Coinbase's `user` channel: a snapshot of the open orders, then each change, every message numbered. */
export class CoinbaseStreams implements StreamProtocol {
  readonly path = "/coinbase-user";
  readonly #exchange: Exchange;
  readonly #keys: ReadonlyMap<string, ApiKey>;

  constructor(exchange: Exchange, keys: ReadonlyMap<string, ApiKey>) {
    this.#exchange = exchange;
    this.#keys = keys;
  }

  accept(connection: WebSocketConnection, remoteAddress: string): void {
    let sequence = 0;
    const send = (channel: string, events: object[]) => {
      const timestamp = new Date(this.#exchange.clock.now()).toISOString();
      connection.send(JSON.stringify({ channel, client_id: "", timestamp, sequence_num: sequence, events }));
      sequence += 1;
    };
    connection.on("message", (text) => {
      const { type, channel, jwt } = JSON.parse(text) as Subscription;
      try {
        if (type !== "subscribe") throw new CoinbaseRefusal(400, "error", "unknown type");
        const key = authenticate(this.#keys, jwt, undefined, remoteAddress, this.#exchange.clock.now());
        if (channel === "user") this.#subscribe(key, connection, (events) => send("user", events));
        send("subscriptions", [{ subscriptions: { [channel ?? ""]: [] } }]);
      } catch (error) {
        if (!(error instanceof CoinbaseRefusal)) throw error;
        connection.send(JSON.stringify({ type: "error", message: "authentication failure" }));
        connection.close();
      }
    });
  }

  #subscribe(key: ApiKey, connection: WebSocketConnection, send: (events: object[]) => void): void {
    const open = this.#exchange.openOrders(key.accountId).map((order) => describeState(order));
    send([{ type: "snapshot", orders: open }]);
    const listener = (order: Order) => {
      if (order.accountId === key.accountId) send([{ type: "update", orders: [describeState(order)] }]);
    };
    this.#exchange.on("order", listener);
    connection.once("close", () => this.#exchange.off("order", listener));
  }
}

function describeState(order: Order): object {
  const filled = order.executedQuantity;
  const isOpen = order.status === "new";
  return {
    order_id: orderIdOf(order),
    client_order_id: order.clientOrderId,
    cumulative_quantity: formatShort(filled),
    leaves_quantity: isOpen ? formatShort(order.quantity - filled) : "0",
    avg_price: filled === 0n ? "0" : formatShort(divideUnits(order.executedQuote, filled)),
    status: STATUS[order.status],
    product_id: order.market,
    creation_time: new Date(order.createdTimeMs).toISOString(),
    order_side: order.side.toUpperCase(),
  };
}
