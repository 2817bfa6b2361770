import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { coinbase } from "ccxt";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";

/** The exchange in a box against ccxt's Coinbase client, which signs by its own reading of Coinbase's protocol. */

let simulator: Simulator;

before(async () => {
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USD: "10000", BTC: "1" });
});

after(() => simulator.close());

/** The fields of Coinbase's answers that are looked at. */
interface Answer {
  readonly accounts: unknown[];
  readonly fills: unknown[];
  readonly can_transfer: boolean;
  readonly success: boolean;
  readonly success_response: { readonly order_id: string };
  readonly order: { readonly status: string };
}

/** Sends a request meant for api.coinbase.com to the simulator: the client builds, names its host and signs exactly as it would for the real one. */
async function redirect(
  url: string,
  options: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> {
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { ...options.headers, Host: host };
    const target = {
      host: "127.0.0.1",
      port: simulator.port,
      method: options.method,
      path: pathname + search,
      headers,
    };
    const outgoing = httpRequest(target, (incoming) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      incoming.once("end", () => resolve(new Response(body, { status: incoming.statusCode ?? 0 })));
    });
    outgoing.once("error", reject);
    outgoing.end(options.body);
  });
}

function client(permissions = TRADE_ONLY) {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = `organizations/test/apiKeys/${simulator.keys.size}`;
  simulator.addKey({ id, accountId: "main", key: pair.publicKey, permissions: { ...permissions } });
  const secret = pair.privateKey.export({ format: "pem", type: "sec1" }).toString();
  const exchange = new coinbase({
    apiKey: id,
    secret,
    options: { fetchBalance: "v3PrivateGetBrokerageAccounts" },
  });
  Object.assign(exchange, { fetchImplementation: redirect, fetchIsNative: false });
  return exchange as unknown as Record<string, (parameters?: object) => Promise<unknown>>;
}

test("ccxt's Coinbase client is understood: time, accounts, rights, order, query, fills, cancel", async () => {
  const exchange = client();
  const call = (name: string, parameters: object = {}) => exchange[name]?.(parameters) as Promise<Answer>;
  const accounts = await call("v3PrivateGetBrokerageAccounts");
  assert.equal(accounts.accounts.length, 2);
  const rights = await call("v3PrivateGetBrokerageKeyPermissions");
  assert.equal(rights.can_transfer, false);
  const placed = await call("v3PrivatePostBrokerageOrders", {
    client_order_id: "ccxt-1",
    product_id: "BTC-USD",
    side: "BUY",
    order_configuration: { market_market_ioc: { base_size: "0.01" } },
  });
  assert.equal(placed.success, true);
  const again = await call("v3PrivatePostBrokerageOrders", {
    client_order_id: "ccxt-1",
    product_id: "BTC-USD",
    side: "BUY",
    order_configuration: { market_market_ioc: { base_size: "0.01" } },
  });
  // Coinbase's rule for an id that is known: the first order comes back, none is made.
  assert.equal(again.success_response.order_id, placed.success_response.order_id);
  assert.equal(simulator.exchange.orders.size, 1);
  const fills = await call("v3PrivateGetBrokerageOrdersHistoricalFills", { product_ids: ["BTC-USD"] });
  assert.equal(fills.fills.length, 1);
  const order = await call("v3PrivateGetBrokerageOrdersHistoricalOrderId", {
    order_id: placed.success_response.order_id,
  });
  assert.equal(order.order.status, "FILLED");
});

test("a token under another key, or for a key that lacks the right, is refused", async () => {
  const reader = client({ ...TRADE_ONLY, spotTrading: false });
  const order = {
    client_order_id: "x",
    product_id: "BTC-USD",
    side: "BUY",
    order_configuration: { market_market_ioc: { base_size: "0.01" } },
  };
  await assert.rejects(async () => reader["v3PrivatePostBrokerageOrders"]?.(order));
  const stranger = client();
  simulator.keys.delete([...simulator.keys.keys()].at(-1) ?? "");
  await assert.rejects(async () => stranger["v3PrivateGetBrokerageAccounts"]?.(), /401|Unauthorized/);
});
