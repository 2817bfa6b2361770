import type { PinnedHost } from "../hosts.ts";
import { readObject, textField } from "../answers.ts";
import type { ExchangeRequest } from "../requests.ts";
import type { Credential, Venue, WireRequest } from "../venue.ts";
import { encodeParameters, type Parameter, signPayload } from "./canonical.ts";
import { judgeBinanceKey } from "./key-rights.ts";
import { binanceSymbol, orderParameters, referenceParameters, tradesParameters } from "./order-parameters.ts";

/**
 * A request signed at T can't enter Binance's matching engine after T plus this, which is what gives an unknown order an end.
 * Binance allows up to 60 s; longer would only give a captured request a longer life.
 */
const RECV_WINDOW_MS = 5_000;

interface Endpoint {
  readonly method: WireRequest["method"];
  readonly path: string;
  readonly parameters: readonly Parameter[];
}

/** The whole of what can be asked of Binance: seven routes. */
function endpointOf(request: ExchangeRequest): Endpoint {
  switch (request.kind) {
    case "placeOrder":
      return { method: "POST", path: "/api/v3/order", parameters: orderParameters(request.order) };
    case "cancelOrder":
      return { method: "DELETE", path: "/api/v3/order", parameters: referenceParameters(request.reference) };
    case "queryOrder":
      return { method: "GET", path: "/api/v3/order", parameters: referenceParameters(request.reference) };
    case "balances":
      return { method: "GET", path: "/api/v3/account", parameters: [["omitZeroBalances", "true"]] };
    case "openOrders": {
      const { symbol } = request;
      const parameters: Parameter[] = symbol === undefined ? [] : [["symbol", binanceSymbol(symbol)]];
      return { method: "GET", path: "/api/v3/openOrders", parameters };
    }
    case "trades":
      return { method: "GET", path: "/api/v3/myTrades", parameters: tradesParameters(request.query) };
    case "keyPermissions":
      break;
  }
  return { method: "GET", path: "/sapi/v1/account/apiRestrictions", parameters: [] };
}

/** Codes that prove that an order was refused before it could trade. Source: Binance, "Error codes"; -2010 "Duplicate order sent." means that one exists. */
function provesNotPlaced(status: number, body: string): boolean {
  if (status < 400 || status >= 500) return false;
  if (status === 403 || status === 418 || status === 429) return true;
  const answer = readObject(body);
  const code = answer?.["code"];
  if (typeof code !== "number") return false;
  if (code === -2010) return textField(answer, "msg") !== "Duplicate order sent.";
  return [-1002, -1003, -1013, -1015, -1021, -1022, -2014, -2015].includes(code) || (code <= -1100 && code > -1200);
}

/** A cancel, or an order that could not wait, whose answer says that nothing was executed. The matching engine gives both answers. */
function endedUnfilled(status: number, body: string): string | undefined {
  const answer = status === 200 ? readObject(body) : undefined;
  const executed = textField(answer, "executedQty");
  if (executed === undefined || !/^0(?:\.0+)?$/.test(executed)) return undefined;
  const state = textField(answer, "status");
  if (state === "CANCELED") return textField(answer, "origClientOrderId");
  return state === "EXPIRED" ? textField(answer, "clientOrderId") : undefined;
}

function get(path: string): WireRequest {
  return { method: "GET", path, headers: {}, body: "" };
}

export const binanceVenue: Venue = {
  sign(request: ExchangeRequest, credential: Credential, _host: PinnedHost, nowMs: number): WireRequest {
    const { method, path, parameters } = endpointOf(request);
    const payload = encodeParameters([
      ...parameters,
      ["recvWindow", String(RECV_WINDOW_MS)],
      ["timestamp", String(Math.floor(nowMs))],
    ]);
    const signed = `${payload}&signature=${encodeURIComponent(signPayload(credential, payload))}`;
    const headers = { "X-MBX-APIKEY": credential.apiKey };
    if (method !== "POST") return { method, path: `${path}?${signed}`, headers, body: "" };
    return { method, path, headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" }, body: signed };
  },
  priceRequest: (symbol) => get(`/api/v3/ticker/bookTicker?symbol=${binanceSymbol(symbol)}`),
  readPrice(body) {
    const answer = readObject(body);
    const bid = textField(answer, "bidPrice");
    const ask = textField(answer, "askPrice");
    return bid === undefined || ask === undefined ? undefined : { bid, ask };
  },
  timeRequest: () => get("/api/v3/time"),
  readTime(body) {
    const time = readObject(body)?.["serverTime"];
    return typeof time === "number" ? time : undefined;
  },
  judgeKey: judgeBinanceKey,
  provesNotPlaced,
  endedUnfilled,
  subscribeMessages(credential, nowMs) {
    const timestamp = Math.floor(nowMs);
    const { apiKey } = credential;
    // Sorted by name, as the WebSocket interface wants it.
    const payload = encodeParameters([
      ["apiKey", apiKey],
      ["recvWindow", String(RECV_WINDOW_MS)],
      ["timestamp", String(timestamp)],
    ]);
    const signature = signPayload(credential, payload);
    const params = { apiKey, recvWindow: RECV_WINDOW_MS, signature, timestamp };
    return [JSON.stringify({ id: "subscribe", method: "userDataStream.subscribe.signature", params })];
  },
};
