import { readObject, textField } from "../answers.ts";
import { SignerError } from "../errors.ts";
import type { PinnedHost } from "../hosts.ts";
import type { ExchangeRequest, OrderReference, TradesQuery } from "../requests.ts";
import type { Credential, Venue, WireRequest } from "../venue.ts";
import { makeToken } from "./jwt.ts";
import { judgeCoinbaseKey } from "./key-rights.ts";
import { orderBody, productOf } from "./order-body.ts";

const BASE = "/api/v3/brokerage";
const NEWEST_ORDERS = 100;

interface Endpoint {
  readonly method: WireRequest["method"];
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string | number | undefined])[];
  readonly body?: string;
}

/** The whole of what can be asked of Coinbase: seven routes. */
function endpointOf(request: ExchangeRequest): Endpoint {
  switch (request.kind) {
    case "placeOrder":
      return { method: "POST", path: `${BASE}/orders`, body: orderBody(request.order) };
    case "cancelOrder": {
      const body = JSON.stringify({ order_ids: [exchangeId(request.reference)] });
      return { method: "POST", path: `${BASE}/orders/batch_cancel`, body };
    }
    case "queryOrder":
      return queryEndpoint(request.reference);
    case "balances":
      return { method: "GET", path: `${BASE}/accounts`, query: [["limit", 250]] };
    case "openOrders": {
      const { symbol } = request;
      const product = symbol === undefined ? undefined : productOf(symbol);
      const query = [["order_status", "OPEN"] as const, ["product_ids", product] as const];
      return { method: "GET", path: `${BASE}/orders/historical/batch`, query };
    }
    case "trades":
      return { method: "GET", path: `${BASE}/orders/historical/fills`, query: tradesQuery(request.query) };
    case "keyPermissions":
      break;
  }
  return { method: "GET", path: `${BASE}/key_permissions` };
}

/**
 * Coinbase finds an order by its own id only. By the bot's id, the newest orders of the symbol are listed instead, and the bot looks
 * among them: that is how it learns what became of an order whose answer was lost.
 */
function queryEndpoint({ symbol, exchangeOrderId }: OrderReference): Endpoint {
  if (exchangeOrderId !== undefined) return { method: "GET", path: `${BASE}/orders/historical/${exchangeOrderId}` };
  const query = [["product_ids", productOf(symbol)] as const, ["limit", NEWEST_ORDERS] as const];
  return { method: "GET", path: `${BASE}/orders/historical/batch`, query };
}

function exchangeId(reference: OrderReference): string {
  if (reference.exchangeOrderId !== undefined) return reference.exchangeOrderId;
  throw new SignerError("badRequest", "Coinbase cancels by exchangeOrderId only; query the order to learn it.");
}

function tradesQuery(query: TradesQuery): NonNullable<Endpoint["query"]> {
  const iso = (timeMs: number | undefined) => (timeMs === undefined ? undefined : new Date(timeMs).toISOString());
  return [
    ["product_ids", productOf(query.symbol)],
    ["order_ids", query.exchangeOrderId],
    ["start_sequence_timestamp", iso(query.startTimeMs)],
    ["end_sequence_timestamp", iso(query.endTimeMs)],
    ["limit", query.limit],
    ["cursor", query.from],
  ];
}

function queryString(query: Endpoint["query"]): string {
  const given = (query ?? []).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
}

/** A refusal is `success: false` under HTTP 200, or a plain 4xx. A duplicate id means that an order of it exists. */
function provesNotPlaced(status: number, body: string): boolean {
  if (body.includes("DUPLICATE_CLIENT_ORDER_ID")) return false;
  if (status === 200) return readObject(body)?.["success"] === false;
  return [400, 401, 403, 429].includes(status) && readObject(body) !== undefined;
}

function bestPrice(side: unknown): string | undefined {
  const first: unknown = Array.isArray(side) ? side[0] : undefined;
  return typeof first === "object" && first !== null ? textField(first as Record<string, unknown>, "price") : undefined;
}

function get(path: string): WireRequest {
  return { method: "GET", path, headers: {}, body: "" };
}

export const coinbaseVenue: Venue = {
  sign(request: ExchangeRequest, credential: Credential, host: PinnedHost, nowMs: number): WireRequest {
    const { method, path, query, body = "" } = endpointOf(request);
    // In the simulator the token names the simulator: what is minted for play is worth nothing at the real exchange.
    const authority = host.port === 443 ? host.host : `${host.host}:${host.port}`;
    const token = makeToken(credential, `${method} ${authority}${path}`, nowMs);
    const headers = {
      Authorization: `Bearer ${token}`,
      ...(body === "" ? {} : { "Content-Type": "application/json" }),
    };
    return { method, path: path + queryString(query), headers, body };
  },
  priceRequest: (symbol) => get(`${BASE}/market/product_book?product_id=${productOf(symbol)}&limit=1`),
  readPrice(body) {
    const book = readObject(body)?.["pricebook"];
    if (typeof book !== "object" || book === null) return undefined;
    const { bids, asks } = book as Record<string, unknown>;
    const bid = bestPrice(bids);
    const ask = bestPrice(asks);
    return bid === undefined || ask === undefined ? undefined : { bid, ask };
  },
  timeRequest: () => get(`${BASE}/time`),
  readTime(body) {
    const time = Number(textField(readObject(body), "epochMillis"));
    return Number.isFinite(time) ? time : undefined;
  },
  judgeKey: judgeCoinbaseKey,
  provesNotPlaced,
  // Coinbase's answer to a cancel does not say what was filled before.
  endedUnfilled: () => undefined,
  subscribeMessages(credential, nowMs) {
    // A channel without heartbeats is closed by the exchange after a minute of silence. Each message wants its own token.
    return ["user", "heartbeats"].map((channel) =>
      JSON.stringify({ type: "subscribe", channel, jwt: makeToken(credential, undefined, nowMs) }),
    );
  },
};
