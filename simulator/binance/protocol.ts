import type { Exchange } from "../exchange.ts";
import { type HttpReply, type HttpRequest, jsonReply, type VenueProtocol, type Withdrawal } from "../http.ts";
import type { ApiKey, KeyPermissions } from "../keys.ts";
import type { Order } from "../orders.ts";
import { accountInformation, apiRestrictions } from "./account.ts";
import { authenticate } from "./authentication.ts";
import { BinanceRefusal, refuse } from "./errors.ts";
import { RateMeter } from "./limits.ts";
import { averagePrice, bookTicker, exchangeInfo, findMarket, klines, lastPrice } from "./market-data.ts";
import { describeCancelled, describeOrder, describePlaced, describeTrade, placeOrder, readOrder } from "./orders.ts";
import { Parameters } from "./parameters.ts";

interface Call {
  readonly request: HttpRequest;
  readonly parameters: Parameters;
  /** The key that signed; the public routes have none. */
  readonly key: ApiKey | undefined;
  /** Extra headers of the reply. */
  readonly headers: Record<string, string>;
}

interface Route {
  readonly weight: number;
  /** Absent on a public route. */
  readonly needs?: keyof KeyPermissions;
  readonly answer: (call: Call) => unknown;
}

/** Binance spot over REST: `/api/v3` and the few `/sapi` routes that concern a key's rights. */
export class BinanceProtocol implements VenueProtocol {
  readonly meter: RateMeter;
  readonly #exchange: Exchange;
  readonly #keys: ReadonlyMap<string, ApiKey>;
  readonly #withdrawals: Withdrawal[];
  readonly #routes: Readonly<Record<string, Route>>;

  constructor(
    exchange: Exchange,
    keys: ReadonlyMap<string, ApiKey>,
    withdrawals: Withdrawal[],
    meter = new RateMeter(),
  ) {
    this.#exchange = exchange;
    this.#keys = keys;
    this.#withdrawals = withdrawals;
    this.meter = meter;
    this.#routes = { ...this.#publicRoutes(), ...this.#accountRoutes(), ...this.#moneyRoutes() };
  }

  handle(request: HttpRequest): HttpReply | undefined {
    if (request.path === "/api/v3/userDataStream") return goneReply();
    const route = this.#routes[`${request.method} ${request.path}`];
    if (route === undefined) return undefined;
    const headers: Record<string, string> = {};
    try {
      const nowMs = this.#exchange.clock.now();
      const used = this.meter.useWeight(request.remoteAddress, route.weight, nowMs);
      headers["X-MBX-USED-WEIGHT"] = String(used);
      headers["X-MBX-USED-WEIGHT-1M"] = String(used);
      const parameters = new Parameters(request.query, request.body);
      const key = this.#authenticate(request, parameters, route, nowMs);
      return jsonReply(200, route.answer({ request, parameters, key, headers }), headers);
    } catch (error) {
      if (!(error instanceof BinanceRefusal)) throw error;
      return jsonReply(error.status, { code: error.code, msg: error.message }, { ...headers, ...error.headers });
    }
  }

  #authenticate(request: HttpRequest, parameters: Parameters, route: Route, nowMs: number): ApiKey | undefined {
    if (route.needs === undefined) return undefined;
    const header = request.headers["x-mbx-apikey"];
    const apiKeyHeader = typeof header === "string" ? header : undefined;
    const { query, body, remoteAddress } = request;
    const key = authenticate(this.#keys, { query, body, apiKeyHeader, remoteAddress }, parameters, nowMs);
    if (!key.permissions[route.needs]) throw refuse.keyRejected();
    return key;
  }

  #publicRoutes(): Record<string, Route> {
    const exchange = this.#exchange;
    return {
      "GET /api/v3/ping": { weight: 1, answer: () => ({}) },
      "GET /api/v3/time": { weight: 1, answer: () => ({ serverTime: exchange.clock.now() }) },
      "GET /api/v3/exchangeInfo": {
        weight: 20,
        answer: ({ parameters }) => exchangeInfo(exchange, parameters, this.meter.describe()),
      },
      "GET /api/v3/klines": { weight: 2, answer: ({ parameters }) => klines(exchange, parameters) },
      "GET /api/v3/avgPrice": { weight: 2, answer: ({ parameters }) => averagePrice(exchange, parameters) },
      "GET /api/v3/ticker/bookTicker": { weight: 2, answer: ({ parameters }) => bookTicker(exchange, parameters) },
      "GET /api/v3/ticker/price": { weight: 2, answer: ({ parameters }) => lastPrice(exchange, parameters) },
    };
  }

  #accountRoutes(): Record<string, Route> {
    const exchange = this.#exchange;
    return {
      "GET /api/v3/account": {
        weight: 20,
        needs: "reading",
        answer: (call) => accountInformation(exchange, signer(call), call.parameters),
      },
      "GET /sapi/v1/account/apiRestrictions": {
        weight: 1,
        needs: "reading",
        answer: (call) => apiRestrictions(signer(call)),
      },
      "POST /api/v3/order": { weight: 1, needs: "spotTrading", answer: (call) => this.#placeOrder(call) },
      "DELETE /api/v3/order": { weight: 1, needs: "spotTrading", answer: (call) => this.#cancelOrder(call) },
      "GET /api/v3/order": { weight: 4, needs: "reading", answer: (call) => describeOrder(this.#findOrder(call)) },
      "GET /api/v3/openOrders": { weight: 6, needs: "reading", answer: (call) => this.#openOrders(call) },
      "GET /api/v3/myTrades": { weight: 20, needs: "reading", answer: (call) => this.#myTrades(call) },
    };
  }

  /** Routes that move money out. They are real here, so that a test can show that nothing of ours ever reaches them. */
  #moneyRoutes(): Record<string, Route> {
    const take = (call: Call) => {
      const { request } = call;
      this.#withdrawals.push({
        route: `${request.method} ${request.path}`,
        keyId: signer(call).id,
        parameters: `${request.query}${request.body}`,
      });
      return { id: String(this.#withdrawals.length) };
    };
    return {
      "POST /sapi/v1/capital/withdraw/apply": { weight: 600, needs: "withdrawals", answer: take },
      "POST /sapi/v1/asset/transfer": { weight: 900, needs: "universalTransfer", answer: take },
      "POST /sapi/v1/sub-account/universalTransfer": { weight: 360, needs: "internalTransfer", answer: take },
    };
  }

  #placeOrder(call: Call): unknown {
    const { parameters, headers } = call;
    const key = signer(call);
    const market = findMarket(this.#exchange, parameters.required("symbol"));
    const request = readOrder(parameters, key.accountId, market);
    const responseType = parameters.optional("newOrderRespType") ?? "FULL";
    parameters.optional("selfTradePreventionMode");
    parameters.refuseUnread();
    Object.assign(headers, this.meter.countOrder(key.accountId, this.#exchange.clock.now()));
    const order = placeOrder(this.#exchange, request);
    const trades = this.#exchange.trades.filter((trade) => trade.orderId === order.orderId);
    const { fills, ...result } = describePlaced(order, trades);
    if (responseType === "ACK") {
      const { symbol, orderId, orderListId, clientOrderId, transactTime } = result;
      return { symbol, orderId, orderListId, clientOrderId, transactTime };
    }
    return responseType === "RESULT" ? result : { ...result, fills };
  }

  #cancelOrder(call: Call): unknown {
    const cancelId = call.parameters.optional("newClientOrderId");
    let order: Order;
    try {
      order = this.#findOrder(call);
    } catch (error) {
      if (error instanceof BinanceRefusal && error.code === -2013) throw refuse.cancel();
      throw error;
    }
    if (!this.#exchange.cancel(order)) throw refuse.cancel();
    return describeCancelled(order, cancelId ?? `cancel${order.orderId}`);
  }

  #findOrder(call: Call): Order {
    const { parameters } = call;
    const market = findMarket(this.#exchange, parameters.required("symbol"));
    const orderId = parameters.integer("orderId");
    const clientOrderId = parameters.optional("origClientOrderId");
    if (orderId === undefined && clientOrderId === undefined) throw refuse.missing("orderId");
    parameters.refuseUnread();
    const marketName = `${market.rules.base}-${market.rules.quote}`;
    // A client order id may have been used again after its first order closed: the newest counts.
    const order = [...this.#exchange.orders.values()]
      .reverse()
      .find(
        (candidate) =>
          candidate.accountId === signer(call).accountId &&
          candidate.market === marketName &&
          (orderId === undefined || candidate.orderId === orderId) &&
          (clientOrderId === undefined || candidate.clientOrderId === clientOrderId),
      );
    if (order === undefined) throw refuse.noSuchOrder();
    return order;
  }

  #openOrders(call: Call): unknown {
    const symbol = call.parameters.optional("symbol");
    call.parameters.refuseUnread();
    const market = symbol === undefined ? undefined : findMarket(this.#exchange, symbol);
    const name = market === undefined ? undefined : `${market.rules.base}-${market.rules.quote}`;
    return this.#exchange.openOrders(signer(call).accountId, name).map((order) => describeOrder(order));
  }

  #myTrades(call: Call): unknown {
    const { parameters } = call;
    const market = findMarket(this.#exchange, parameters.required("symbol"));
    const orderId = parameters.integer("orderId");
    const fromId = parameters.integer("fromId") ?? 0;
    const startTimeMs = parameters.integer("startTime") ?? 0;
    const endTimeMs = parameters.integer("endTime") ?? Number.MAX_SAFE_INTEGER;
    const limit = Math.min(parameters.integer("limit") ?? 500, 1_000);
    parameters.refuseUnread();
    const name = `${market.rules.base}-${market.rules.quote}`;
    const found = this.#exchange.trades.filter(
      (trade) =>
        trade.accountId === signer(call).accountId &&
        trade.market === name &&
        trade.tradeId >= fromId &&
        trade.timeMs >= startTimeMs &&
        trade.timeMs <= endTimeMs &&
        (orderId === undefined || trade.orderId === orderId),
    );
    const page = parameters.optional("fromId") === undefined ? found.slice(-limit) : found.slice(0, limit);
    return page.map((trade) => describeTrade(trade));
  }
}

/** The key of a signed call; a route that needs one is never answered without. */
function signer(call: Call): ApiKey {
  if (call.key === undefined) throw new Error("an authenticated route was reached without a key");
  return call.key;
}

/** The listen-key routes were switched off on 2026-02-20; Binance answers them with an HTML page. */
function goneReply(): HttpReply {
  return {
    status: 410,
    headers: { "Content-Type": "text/html" },
    body: "<html><head><title>410 Gone</title></head><body><h1>410 Gone</h1></body></html>",
  };
}
