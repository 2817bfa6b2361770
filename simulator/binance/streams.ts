import type { Exchange } from "../exchange.ts";
import type { ApiKey } from "../keys.ts";
import type { Order, Trade } from "../orders.ts";
import type { StreamProtocol } from "../streams.ts";
import { formatUnits } from "../units.ts";
import type { WebSocketConnection } from "../web-socket.ts";
import { authenticateMessage } from "./authentication.ts";
import { BinanceRefusal } from "./errors.ts";
import { describeOrder } from "./orders.ts";

interface Call {
  readonly id: string | number | null;
  readonly method: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Binance's WebSocket interface, as far as the account's own events need it. It also knows `session.logon`, because a signature over
 * `apiKey` and `timestamp` opens a whole session with an Ed25519 key: a test shows that nobody but the signer ever has one.
 */
export class BinanceStreams implements StreamProtocol {
  readonly path = "/ws-api/v3";
  /** Key ids that a `session.logon` was accepted for. */
  readonly logons: string[] = [];
  readonly #exchange: Exchange;
  readonly #keys: ReadonlyMap<string, ApiKey>;

  constructor(exchange: Exchange, keys: ReadonlyMap<string, ApiKey>) {
    this.#exchange = exchange;
    this.#keys = keys;
  }

  accept(connection: WebSocketConnection, remoteAddress: string): void {
    connection.on("message", (text) => {
      const call = parseCall(text);
      if (call === undefined) return connection.close(1_008);
      connection.send(JSON.stringify(this.#answer(call, connection, remoteAddress)));
    });
  }

  #answer({ id, method, params }: Call, connection: WebSocketConnection, remoteAddress: string): object {
    try {
      if (method === "userDataStream.subscribe.signature") {
        const key = authenticateMessage(this.#keys, params, remoteAddress, this.#exchange.clock.now());
        this.#subscribe(key, connection);
        return { id, status: 200, result: { subscriptionId: 0 } };
      }
      if (method === "session.logon") {
        const key = authenticateMessage(this.#keys, params, remoteAddress, this.#exchange.clock.now());
        if (key.key.asymmetricKeyType !== "ed25519")
          throw new BinanceRefusal(400, -4056, "HMAC_SHA256 API key is not supported.");
        this.logons.push(key.id);
        return { id, status: 200, result: { apiKey: key.id, authorizedSince: this.#exchange.clock.now() } };
      }
      throw new BinanceRefusal(400, -1000, "Unknown method.");
    } catch (error) {
      if (!(error instanceof BinanceRefusal)) throw error;
      return { id, status: error.status, error: { code: error.code, msg: error.message } };
    }
  }

  #subscribe(key: ApiKey, connection: WebSocketConnection): void {
    const listener = (order: Order, trade: Trade | undefined) => {
      if (order.accountId !== key.accountId) return;
      const event = executionReport(order, trade, this.#exchange.clock.now());
      connection.send(JSON.stringify({ subscriptionId: 0, event }));
    };
    this.#exchange.on("order", listener);
    connection.once("close", () => this.#exchange.off("order", listener));
  }
}

function parseCall(text: string): Call | undefined {
  try {
    const { id = null, method, params = {} } = JSON.parse(text) as Partial<Call>;
    return typeof method === "string" ? { id, method, params } : undefined;
  } catch {
    return undefined;
  }
}

const EXECUTION_TYPES = { new: "NEW", filled: "TRADE", cancelled: "CANCELED", expired: "EXPIRED" } as const;

/** Binance's `executionReport`, with the fields that follow an order's life. */
function executionReport(order: Order, trade: Trade | undefined, nowMs: number): object {
  const described = describeOrder(order);
  return {
    e: "executionReport",
    E: nowMs,
    s: described["symbol"],
    c: order.clientOrderId,
    S: described["side"],
    o: order.venueType,
    f: described["timeInForce"],
    q: described["origQty"],
    p: described["price"],
    P: described["stopPrice"],
    x: EXECUTION_TYPES[order.status],
    X: described["status"],
    r: "NONE",
    i: order.orderId,
    l: formatUnits(trade?.quantity ?? 0n),
    z: described["executedQty"],
    L: formatUnits(trade?.price ?? 0n),
    n: formatUnits(trade?.fee ?? 0n),
    N: trade?.feeAsset ?? null,
    T: order.updatedTimeMs,
    t: trade?.tradeId ?? -1,
    w: order.status === "new",
    m: trade?.maker ?? false,
    O: order.createdTimeMs,
    Z: described["cummulativeQuoteQty"],
    Y: formatUnits(trade?.quoteQuantity ?? 0n),
  };
}
