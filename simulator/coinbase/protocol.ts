import type { Exchange } from "../exchange.ts";
import { type HttpReply, type HttpRequest, jsonReply, type VenueProtocol, type Withdrawal } from "../http.ts";
import type { ApiKey, KeyPermissions } from "../keys.ts";
import type { Market } from "../market.ts";
import { type Order, OrderRejected } from "../orders.ts";
import { formatShort } from "../units.ts";
import { authenticate } from "./authentication.ts";
import { CoinbaseRefusal, refuse } from "./errors.ts";
import { describeFill, describeOrder, FAILURE_REASONS, orderIdOf, readBody, readOrder } from "./orders.ts";

const BASE = "/api/v3/brokerage";

interface Call {
  readonly request: HttpRequest;
  readonly query: URLSearchParams;
  /** The last part of the path, where the route ends in `/*`. */
  readonly tail: string;
}

type SignedAnswer = (call: Call, key: ApiKey) => unknown;

/** Coinbase Advanced Trade over REST. */
export class CoinbaseProtocol implements VenueProtocol {
  readonly #exchange: Exchange;
  readonly #keys: ReadonlyMap<string, ApiKey>;
  readonly #withdrawals: Withdrawal[];
  readonly #public: Readonly<Record<string, (call: Call) => unknown>>;
  readonly #signed: Readonly<Record<string, readonly [needs: keyof KeyPermissions, answer: SignedAnswer]>>;

  constructor(exchange: Exchange, keys: ReadonlyMap<string, ApiKey>, withdrawals: Withdrawal[]) {
    this.#exchange = exchange;
    this.#keys = keys;
    this.#withdrawals = withdrawals;
    this.#public = {
      [`GET ${BASE}/time`]: () => this.#time(),
      [`GET ${BASE}/market/product_book`]: ({ query }) => this.#book(query.get("product_id") ?? ""),
      [`GET ${BASE}/market/products`]: () => this.#products(),
      [`GET ${BASE}/market/products/*`]: ({ tail }) => describeProduct(this.#market(tail)),
    };
    this.#signed = {
      [`GET ${BASE}/accounts`]: ["reading", (_, key) => this.#accounts(key)],
      [`GET ${BASE}/key_permissions`]: ["reading", (_, key) => keyPermissions(key)],
      [`GET ${BASE}/products`]: ["reading", () => this.#products()],
      [`GET ${BASE}/products/*`]: ["reading", ({ tail }) => describeProduct(this.#market(tail))],
      [`POST ${BASE}/orders`]: ["spotTrading", (call, key) => this.#place(call, key)],
      [`POST ${BASE}/orders/batch_cancel`]: ["spotTrading", (call, key) => this.#cancel(call, key)],
      [`GET ${BASE}/orders/historical/batch`]: ["reading", (call, key) => this.#listOrders(call, key)],
      [`GET ${BASE}/orders/historical/fills`]: ["reading", (call, key) => this.#listFills(call, key)],
      [`GET ${BASE}/orders/historical/*`]: [
        "reading",
        ({ tail }, key) => ({ order: this.#describe(this.#find(tail, key)) }),
      ],
      // Moving money is real here, so that a test can show that nothing of ours ever does it.
      [`POST ${BASE}/portfolios/move_funds`]: ["internalTransfer", (call, key) => this.#moveMoney(call, key)],
      "POST /v2/accounts/*": ["withdrawals", (call, key) => this.#moveMoney(call, key)],
    };
  }

  handle(request: HttpRequest): HttpReply | undefined {
    const whole = `${request.method} ${request.path}`;
    const cut = request.path.lastIndexOf("/");
    const wild = `${request.method} ${request.path.slice(0, cut)}/*`;
    const call = { request, query: new URLSearchParams(request.query), tail: request.path.slice(cut + 1) };
    const open = this.#public[whole] ?? this.#public[wild];
    const signed = this.#signed[whole] ?? this.#signed[wild];
    if (open === undefined && signed === undefined) return undefined;
    try {
      if (open !== undefined) return jsonReply(200, open(call));
      const key = this.#authenticate(request);
      if (signed === undefined || !key.permissions[signed[0]]) throw refuse.forbidden();
      return jsonReply(200, signed[1](call, key));
    } catch (error) {
      if (!(error instanceof CoinbaseRefusal)) throw error;
      return jsonReply(error.status, { error: error.error, error_details: error.message, message: error.message });
    }
  }

  #authenticate(request: HttpRequest): ApiKey {
    const { authorization, host } = request.headers;
    const token = typeof authorization === "string" ? /^Bearer (.+)$/.exec(authorization)?.[1] : undefined;
    const uri = `${request.method} ${String(host)}${request.path}`;
    return authenticate(this.#keys, token, uri, request.remoteAddress, this.#exchange.clock.now());
  }

  #time(): object {
    const nowMs = this.#exchange.clock.now();
    return {
      iso: new Date(nowMs).toISOString(),
      epochSeconds: String(Math.floor(nowMs / 1_000)),
      epochMillis: String(nowMs),
    };
  }

  #market(product: string): Market {
    const market = this.#exchange.markets.get(product);
    if (market === undefined) throw refuse.notFound("product");
    return market;
  }

  #book(product: string): object {
    const market = this.#market(product);
    const size = formatShort(market.rules.maxQuantity);
    const time = new Date(this.#exchange.clock.now()).toISOString();
    const bids = [{ price: formatShort(market.bid), size }];
    const asks = [{ price: formatShort(market.ask), size }];
    return { pricebook: { product_id: product, bids, asks, time }, mid_market: formatShort(market.mid) };
  }

  #products(): object {
    const products = [...this.#exchange.markets.values()].map((market) => describeProduct(market));
    return { products, num_products: products.length };
  }

  #accounts(key: ApiKey): object {
    const account = this.#exchange.accounts.get(key.accountId);
    const accounts = (account?.assets() ?? []).map((currency) => ({
      uuid: `${key.accountId}-${currency}`,
      name: `${currency} Wallet`,
      currency,
      available_balance: { value: formatShort(account?.free(currency) ?? 0n), currency },
      hold: { value: formatShort(account?.locked(currency) ?? 0n), currency },
      active: true,
      ready: true,
    }));
    return { accounts, has_next: false, cursor: "", size: accounts.length };
  }

  #place(call: Call, key: ApiKey): object {
    const request = readOrder(readBody(call.request.body), key.accountId);
    // Coinbase's rule: an id that was used before creates nothing, the first order of that id comes back.
    const known = this.#mine(key).find((order) => order.clientOrderId === request.clientOrderId);
    try {
      const order = known ?? this.#exchange.place(request);
      const { market: product_id, clientOrderId: client_order_id } = order;
      const side = order.side.toUpperCase();
      return { success: true, success_response: { order_id: orderIdOf(order), product_id, side, client_order_id } };
    } catch (error) {
      if (!(error instanceof OrderRejected)) throw error;
      const reason = FAILURE_REASONS[error.reason];
      const response = { error: reason, message: reason, error_details: "", new_order_failure_reason: reason };
      return { success: false, error_response: response };
    }
  }

  #cancel(call: Call, key: ApiKey): object {
    const ids = readBody(call.request.body)["order_ids"];
    if (!Array.isArray(ids)) throw refuse.invalid("order_ids is required");
    const results = ids.map((id: unknown) => {
      const order = this.#mine(key).find((candidate) => orderIdOf(candidate) === id);
      const success = order !== undefined && this.#exchange.cancel(order);
      const reason = order === undefined ? "UNKNOWN_CANCEL_ORDER" : "INVALID_CANCEL_REQUEST";
      return { success, failure_reason: success ? "UNKNOWN_CANCEL_FAILURE_REASON" : reason, order_id: id };
    });
    return { results };
  }

  #listOrders(call: Call, key: ApiKey): object {
    const products = call.query.getAll("product_ids");
    const onlyOpen = call.query.get("order_status") === "OPEN";
    const limit = Number(call.query.get("limit") ?? 1_000);
    const orders = this.#mine(key)
      .reverse()
      .filter((order) => products.length === 0 || products.includes(order.market))
      .filter((order) => !onlyOpen || order.status === "new")
      .slice(0, limit)
      .map((order) => this.#describe(order));
    return { orders, has_next: false, cursor: "", sequence: "0" };
  }

  #listFills(call: Call, key: ApiKey): object {
    const products = call.query.getAll("product_ids");
    const orders = call.query.getAll("order_ids");
    const fills = this.#exchange.trades
      .filter((trade) => trade.accountId === key.accountId)
      .filter((trade) => products.length === 0 || products.includes(trade.market))
      .filter((trade) => orders.length === 0 || orders.includes(orderIdOf(trade)))
      .map((trade) => describeFill(trade));
    return { fills, cursor: "" };
  }

  #moveMoney(call: Call, key: ApiKey): object {
    const { method, path, body } = call.request;
    this.#withdrawals.push({ route: `${method} ${path}`, keyId: key.id, parameters: body });
    return {};
  }

  #mine(key: ApiKey): Order[] {
    return [...this.#exchange.orders.values()].filter((order) => order.accountId === key.accountId);
  }

  #find(id: string, key: ApiKey): Order {
    const order = this.#mine(key).find((candidate) => orderIdOf(candidate) === id);
    if (order === undefined) throw refuse.notFound("order");
    return order;
  }

  #describe(order: Order): object {
    return describeOrder(
      order,
      this.#exchange.trades.filter((trade) => trade.orderId === order.orderId),
    );
  }
}

/** The answer to GET /key_permissions. Coinbase folds every way of moving money into one right. */
function keyPermissions(key: ApiKey): object {
  const { reading, spotTrading, withdrawals, internalTransfer, universalTransfer } = key.permissions;
  return {
    can_view: reading,
    can_trade: spotTrading,
    can_transfer: withdrawals || internalTransfer || universalTransfer,
    portfolio_uuid: "portfolio-001",
    portfolio_type: "DEFAULT",
    ...key.furtherFlags,
  };
}

function describeProduct(market: Market): object {
  const { base, quote, stepSize, tickSize, minNotional, minQuantity, maxQuantity } = market.rules;
  return {
    product_id: `${base}-${quote}`,
    price: formatShort(market.mid),
    base_increment: formatShort(stepSize),
    quote_increment: formatShort(tickSize),
    price_increment: formatShort(tickSize),
    quote_min_size: formatShort(minNotional),
    base_min_size: formatShort(minQuantity),
    base_max_size: formatShort(maxQuantity),
    base_currency_id: base,
    quote_currency_id: quote,
    status: "online",
    trading_disabled: market.status === "halted",
    cancel_only: market.status === "cancel-only",
    product_type: "SPOT",
  };
}
