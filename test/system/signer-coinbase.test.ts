import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { afterEach, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { SignerRefusal } from "../../src/secrets/signer/client.ts";
import { SignerStartRefused } from "../../src/secrets/signer/launcher.ts";
import { sampleOrder, SignerWorld, type WorldOptions } from "../support/signer-world.ts";

let world: SignerWorld | undefined;

async function open(options: WorldOptions = {}): Promise<SignerWorld> {
  const policy = { symbols: ["BTC/USD"] };
  world = await SignerWorld.open({ exchange: "coinbase", credential: "es256", policy, ...options });
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
});

const order = (change: Parameters<typeof sampleOrder>[0] = {}) => sampleOrder({ symbol: "BTC/USD", ...change });
const refusedWith = (code: string) => (error: unknown) => error instanceof SignerRefusal && error.code === code;

for (const credential of ["es256", "ed25519"] as const) {
  test(`every request of the signer reaches Coinbase's protocol and is answered (${credential})`, async () => {
    const made = await open({ credential });
    const { simulator } = made;
    await made.start();
    const client = await made.connect();
    const placed = JSON.parse((await client.request({ kind: "placeOrder", order: order() })).body);
    assert.equal(placed.success, true);
    const resting = order({ type: "limit", price: "49000", timeInForce: "gtc" });
    const { success_response: response } = JSON.parse(
      (await client.request({ kind: "placeOrder", order: resting })).body,
    );
    const symbol = "BTC/USD";
    const listed = JSON.parse((await client.request({ kind: "openOrders", symbol })).body);
    assert.equal(listed.orders[0].client_order_id, resting.clientOrderId);
    const reference = { symbol, exchangeOrderId: response.order_id };
    assert.equal(JSON.parse((await client.request({ kind: "queryOrder", reference })).body).order.status, "OPEN");
    assert.equal(JSON.parse((await client.request({ kind: "cancelOrder", reference })).body).results[0].success, true);
    assert.equal(JSON.parse((await client.request({ kind: "trades", query: { symbol } })).body).fills.length, 1);
    assert.ok(JSON.parse((await client.request({ kind: "balances" })).body).accounts.length > 0);
    assert.equal(JSON.parse((await client.request({ kind: "keyPermissions" })).body).can_transfer, false);
    const stop = order({
      side: "sell",
      type: "stop-loss-limit",
      stopPrice: "45000",
      price: "44000",
      timeInForce: "gtc",
      quantity: "0.1",
    });
    assert.equal(JSON.parse((await client.request({ kind: "placeOrder", order: stop })).body).success, true);
    simulator.exchange.setPrice("BTC-USD", "44500");
    const sold = [...simulator.exchange.orders.values()].find(
      ({ clientOrderId }) => clientOrderId === stop.clientOrderId,
    );
    assert.equal(sold?.status, "filled");
  });
}

test("threats 10 withdraw-capable key: a key of Coinbase that can transfer, or has a right that nobody here knows, is refused", async () => {
  for (const [apiKey, code] of [
    [{ permissions: { ...TRADE_ONLY, withdrawals: true } }, "SIGNER_KEY_CAN_MOVE_MONEY"],
    [{ furtherFlags: { can_fly: true } }, "SIGNER_KEY_UNKNOWN_RIGHT"],
    [{ permissions: { ...TRADE_ONLY, spotTrading: false } }, "SIGNER_KEY_CANNOT_TRADE"],
  ] as const) {
    const made = await open({ apiKey });
    await assert.rejects(made.start(), (error: unknown) => error instanceof SignerStartRefused && error.code === code);
    await made.close();
  }
});

test("threats 11 signing oracle: a token of Coinbase covers no body (control), but none ever leaves the signer", async () => {
  const made = await open();
  await made.start();
  const client = await made.connect();
  await client.request({ kind: "placeOrder", order: order() });
  const { simulator } = made;
  const captured = simulator.requests.findLast(({ path }) => path === "/api/v3/brokerage/orders");
  // Control: whoever has the token of an order can send another order with it.
  const body = JSON.stringify({
    client_order_id: "swapped",
    product_id: "BTC-USD",
    side: "SELL",
    order_configuration: { limit_limit_gtc: { base_size: "0.1", limit_price: "1", post_only: false } },
  });
  const headers = { Authorization: String(captured?.headers["authorization"]), "Content-Type": "application/json" };
  const swapped = await fetch(`${simulator.url}/api/v3/brokerage/orders`, { method: "POST", headers, body });
  assert.equal(((await swapped.json()) as { success: boolean }).success, true);
  // But not reach another route with it.
  const moved = await fetch(`${simulator.url}/api/v3/brokerage/portfolios/move_funds`, {
    method: "POST",
    headers,
    body: "{}",
  });
  assert.equal(moved.status, 401);
  // What the signer answers holds no token.
  for (const kind of ["balances", "keyPermissions"] as const) {
    assert.doesNotMatch(JSON.stringify(await client.request({ kind })), /eyJ|Bearer/);
  }
  assert.equal(simulator.withdrawals.length, 0);
});

test("a token is bound to one route of this host, lives two minutes, and verifies under the key", async () => {
  const made = await open();
  await made.start();
  await (await made.connect()).request({ kind: "balances" });
  const seen = made.simulator.requests.findLast(({ path }) => path.endsWith("/accounts"));
  const [header = "", claims = "", signature = ""] = String(seen?.headers["authorization"])
    .slice("Bearer ".length)
    .split(".");
  const decoded = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
  assert.equal(decoded["uri"], `GET 127.0.0.1:${made.simulator.port}/api/v3/brokerage/accounts`);
  assert.equal(Number(decoded["exp"]) - Number(decoded["nbf"]), 120);
  const key = {
    key: createPublicKey(made.apiKey.key.export({ format: "pem", type: "spki" })),
    dsaEncoding: "ieee-p1363",
  } as const;
  assert.ok(verify("sha256", Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url")));
});

test("what Coinbase has not is refused before it is sent, and counts for nothing", async () => {
  const made = await open({ policy: { symbols: ["BTC/USD"], maxDailyNotional: "60" } });
  await made.start();
  const client = await made.connect();
  const stop = order({ type: "stop-loss-limit", stopPrice: "50500", price: "50500", timeInForce: "ioc" });
  await assert.rejects(client.request({ kind: "placeOrder", order: stop }), refusedWith("SIGNER_BAD_REQUEST"));
  assert.equal((await client.request({ kind: "placeOrder", order: order() })).status, 200);
  const reference = { symbol: "BTC/USD", clientOrderId: "x" };
  await assert.rejects(client.request({ kind: "cancelOrder", reference }), refusedWith("SIGNER_BAD_REQUEST"));
});

test("an order of Coinbase whose answer was lost is found by the bot's own id, and is not sent twice", async () => {
  const made = await open();
  await made.start();
  const client = await made.connect();
  const lost = order();
  made.simulator.loseReplies(({ method }) => method === "POST");
  await assert.rejects(client.request({ kind: "placeOrder", order: lost }), (error: unknown) => {
    return error instanceof SignerRefusal && error.mayHaveBeenSent;
  });
  made.simulator.loseReplies(undefined);
  await assert.rejects(client.request({ kind: "placeOrder", order: lost }), refusedWith("SIGNER_CLIENT_ORDER_ID_USED"));
  const reference = { symbol: lost.symbol, clientOrderId: lost.clientOrderId };
  const { orders } = JSON.parse((await client.request({ kind: "queryOrder", reference })).body);
  const found = orders.filter(
    (candidate: { client_order_id: string }) => candidate.client_order_id === lost.clientOrderId,
  );
  assert.equal(found.length, 1);
  assert.equal(found[0].status, "FILLED");
});

test("threats 12 trade-only theft: Coinbase's buys are capped and collared like all others", async () => {
  const made = await open({ policy: { symbols: ["BTC/USD"], maxOrderNotional: "100" } });
  await made.start();
  const client = await made.connect();
  const place = (change: Parameters<typeof sampleOrder>[0]) =>
    client.request({ kind: "placeOrder", order: order(change) });
  await assert.rejects(place({ quoteQuantity: "500" }), refusedWith("SIGNER_ORDER_TOO_LARGE"));
  await assert.rejects(
    place({ type: "limit", price: "60000", timeInForce: "gtc" }),
    refusedWith("SIGNER_OUTSIDE_COLLAR"),
  );
  await assert.rejects(place({ symbol: "ETH/USD" }), refusedWith("SIGNER_SYMBOL_NOT_ALLOWED"));
  assert.equal(made.simulator.exchange.orders.size, 0);
});
