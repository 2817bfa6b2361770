/**
 * Everything the signer can be asked. Each request is a type of its own with an allow-list of parameters: what is not listed here
 * cannot be expressed, and there is nothing here that moves money out of an account or changes a key.
 */
import { Fields } from "../envelope/fields.ts";
import { readStrictJson, type StrictJson, type StrictObject } from "../envelope/strict-json.ts";
import { DECIMAL_PATTERN } from "./decimal.ts";
import { SignerError } from "./errors.ts";

export const orderTypes = [
  "market",
  "limit",
  "post-only",
  "stop-loss",
  "stop-loss-limit",
  "take-profit",
  "take-profit-limit",
] as const;
export type OrderType = (typeof orderTypes)[number];

export const timesInForce = ["gtc", "ioc", "fok"] as const;
export type TimeInForce = (typeof timesInForce)[number];

/** Amounts and prices are decimals as text, on the exchange's own grid: the signer never rounds. */
export interface OrderRequest {
  /** `BASE/QUOTE`. */
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly type: OrderType;
  /** The bot's own id. Each may be used once, for ever. */
  readonly clientOrderId: string;
  /** In the base asset. Market orders may give `quoteQuantity` instead. */
  readonly quantity?: string;
  readonly quoteQuantity?: string;
  readonly price?: string;
  /** The price at which a stop or a profit-taking order comes to life. */
  readonly stopPrice?: string;
  readonly timeInForce?: TimeInForce;
}

/** An order is named by one of the two ids. */
export interface OrderReference {
  readonly symbol: string;
  readonly clientOrderId?: string;
  readonly exchangeOrderId?: string;
}

export interface TradesQuery {
  readonly symbol: string;
  readonly exchangeOrderId?: string;
  /** The first trade id wanted (Binance), or where the last page ended (Coinbase). */
  readonly from?: string;
  /** Milliseconds UTC. */
  readonly startTimeMs?: number;
  readonly endTimeMs?: number;
  /** 1 to 1000. */
  readonly limit?: number;
}

export type SignerRequest =
  | { readonly kind: "placeOrder"; readonly order: OrderRequest }
  | { readonly kind: "cancelOrder"; readonly reference: OrderReference }
  | { readonly kind: "queryOrder"; readonly reference: OrderReference }
  | { readonly kind: "balances" }
  | { readonly kind: "openOrders"; readonly symbol?: string }
  | { readonly kind: "trades"; readonly query: TradesQuery }
  | { readonly kind: "keyPermissions" }
  | { readonly kind: "openUserStream" };

export type RequestKind = SignerRequest["kind"];
/** The requests that are one signed request to the exchange: all but the stream. */
export type ExchangeRequest = Exclude<SignerRequest, { readonly kind: "openUserStream" }>;

/** Orders and cancels: what must get through when all else has to wait. */
export function isTrading(request: SignerRequest): boolean {
  return request.kind === "placeOrder" || request.kind === "cancelOrder";
}

export interface RequestMessage {
  /** The client's own number, given back with the answer. */
  readonly id: number;
  readonly request: SignerRequest;
}

export const MAX_REQUEST_BYTES = 4_096;

const SYMBOL = /^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/;
/** What Binance and Coinbase both take; no character in it has a meaning in a URL, a form or JSON. */
const CLIENT_ORDER_ID = /^[A-Za-z0-9_-]{1,36}$/;
const EXCHANGE_ORDER_ID = /^[A-Za-z0-9-]{1,64}$/;
/** Coinbase pages with opaque base64 text. */
const PAGE = /^[A-Za-z0-9+/=_-]{1,256}$/;
/** 2100-01-01. */
const LAST_TIME_MS = 4_102_444_800_000;

const readers: Readonly<Record<RequestKind, (fields: MessageFields) => SignerRequest>> = {
  placeOrder: (fields) => ({ kind: "placeOrder", order: readOrder(fields) }),
  cancelOrder: (fields) => ({ kind: "cancelOrder", reference: readReference(fields) }),
  queryOrder: (fields) => ({ kind: "queryOrder", reference: readReference(fields) }),
  balances: () => ({ kind: "balances" }),
  openOrders: (fields) => ({ kind: "openOrders", ...fields.optionalText("symbol", SYMBOL) }),
  trades: (fields) => ({ kind: "trades", query: readTrades(fields) }),
  keyPermissions: () => ({ kind: "keyPermissions" }),
  openUserStream: () => ({ kind: "openUserStream" }),
};

export const requestKinds = Object.keys(readers) as RequestKind[];

/**
 * Reads one request message: one flat JSON object with `id`, `request` and the parameters of that request.
 * @throws SealedError or SignerError `badRequest`; the message is refused whole, nothing of it is used
 */
export function readRequest(bytes: Uint8Array): RequestMessage {
  const fields = new MessageFields(readStrictJson(bytes, MAX_REQUEST_BYTES));
  const id = fields.integer("id", 0, Number.MAX_SAFE_INTEGER);
  const kind = fields.oneOf("request", requestKinds);
  const request = readers[kind](fields);
  fields.end();
  return { id, request };
}

/** The fields of a message, of which some may be absent. */
class MessageFields extends Fields {
  readonly #names: ReadonlySet<string>;

  constructor(value: StrictJson) {
    super(value, "");
    this.#names = new Set(Object.keys(value as StrictObject));
  }

  optionalText<const Name extends string>(name: Name, pattern: RegExp): { readonly [key in Name]?: string } {
    return this.#names.has(name) ? ({ [name]: this.text(name, pattern) } as { [key in Name]: string }) : {};
  }

  optionalInteger<const Name extends string>(
    name: Name,
    min: number,
    max: number,
  ): { readonly [key in Name]?: number } {
    return this.#names.has(name) ? ({ [name]: this.integer(name, min, max) } as { [key in Name]: number }) : {};
  }

  optionalTimeInForce(): { readonly timeInForce?: TimeInForce } {
    return this.#names.has("timeInForce") ? { timeInForce: this.oneOf("timeInForce", timesInForce) } : {};
  }
}

/** Which prices and amounts an order type carries; all others are refused. */
function readOrder(fields: MessageFields): OrderRequest {
  const order: OrderRequest = {
    symbol: fields.text("symbol", SYMBOL),
    side: fields.oneOf("side", ["buy", "sell"]),
    type: fields.oneOf("type", orderTypes),
    clientOrderId: fields.text("clientOrderId", CLIENT_ORDER_ID),
    ...fields.optionalText("quantity", DECIMAL_PATTERN),
    ...fields.optionalText("quoteQuantity", DECIMAL_PATTERN),
    ...fields.optionalText("price", DECIMAL_PATTERN),
    ...fields.optionalText("stopPrice", DECIMAL_PATTERN),
    ...fields.optionalTimeInForce(),
  };
  const isMarket = order.type === "market";
  const hasTrigger = order.type.startsWith("stop-loss") || order.type.startsWith("take-profit");
  const hasPrice = order.type === "limit" || order.type === "post-only" || order.type.endsWith("-limit");
  const hasTime = hasPrice && order.type !== "post-only";
  require(hasPrice === (order.price !== undefined), "price");
  require(hasTrigger === (order.stopPrice !== undefined), "stopPrice");
  require(hasTime === (order.timeInForce !== undefined), "timeInForce");
  require(isMarket || order.quoteQuantity === undefined, "quoteQuantity");
  require((order.quantity === undefined) !== (order.quoteQuantity === undefined), "quantity");
  return order;
}

function require(holds: boolean, name: string): void {
  if (!holds) throw new SignerError("badRequest", `An order of this type may not be sent with this ${name}.`);
}

function readReference(fields: MessageFields): OrderReference {
  const reference: OrderReference = {
    symbol: fields.text("symbol", SYMBOL),
    ...fields.optionalText("clientOrderId", CLIENT_ORDER_ID),
    ...fields.optionalText("exchangeOrderId", EXCHANGE_ORDER_ID),
  };
  if ((reference.clientOrderId === undefined) === (reference.exchangeOrderId === undefined)) {
    throw new SignerError("badRequest", "An order is named by clientOrderId or exchangeOrderId, by one of them.");
  }
  return reference;
}

function readTrades(fields: MessageFields): TradesQuery {
  return {
    symbol: fields.text("symbol", SYMBOL),
    ...fields.optionalText("exchangeOrderId", EXCHANGE_ORDER_ID),
    ...fields.optionalText("from", PAGE),
    ...fields.optionalInteger("startTimeMs", 0, LAST_TIME_MS),
    ...fields.optionalInteger("endTimeMs", 0, LAST_TIME_MS),
    ...fields.optionalInteger("limit", 1, 1_000),
  };
}
