import assert from "node:assert/strict";
import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { Spot, SpotRestAPI } from "@binance/spot";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { formatShort } from "../../simulator/units.ts";

/** The exchange in a box against Binance's own generated client: what that client signs and reads is Binance's protocol, not our idea of it. */

const SECRET = "official-client-secret";
let simulator: Simulator;

before(async () => {
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "10000", BTC: "1" });
});

after(() => simulator.close());

function hmacClient(secret = SECRET, change = {}) {
  const key = simulator.addKey({ accountId: "main", key: createSecretKey(SECRET, "utf8"), ...change });
  return new Spot({ configurationRestAPI: { apiKey: key.id, apiSecret: secret, basePath: simulator.url, retries: 0 } });
}

function ed25519Client() {
  const pair = generateKeyPairSync("ed25519");
  const key = simulator.addKey({ accountId: "main", key: pair.publicKey });
  const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return new Spot({ configurationRestAPI: { apiKey: key.id, privateKey, basePath: simulator.url, retries: 0 } });
}

const { NewOrderSideEnum: Side, NewOrderTypeEnum: Type, NewOrderTimeInForceEnum: TimeInForce } = SpotRestAPI;

test("public data: time, exchange information, candles, average price, best prices", async () => {
  const { restAPI } = hmacClient();
  const time = await (await restAPI.time()).data();
  assert.ok(Math.abs(Number(time.serverTime) - Date.now()) < 2_000);
  const information = await (await restAPI.exchangeInfo({ symbol: "BTCUSDT" })).data();
  assert.equal(information.symbols?.[0]?.baseAsset, "BTC");
  const ticker = await restAPI.tickerBookTicker({ symbol: "BTCUSDT" });
  assert.deepEqual(await ticker.data(), {
    symbol: "BTCUSDT",
    bidPrice: "50000.00000000",
    bidQty: "9000.00000000",
    askPrice: "50000.00000000",
    askQty: "9000.00000000",
  });
  const average = await (await restAPI.avgPrice({ symbol: "BTCUSDT" })).data();
  assert.equal(average.price, "50000.00000000");
  const rows = await (
    await restAPI.klines({ symbol: "BTCUSDT", interval: SpotRestAPI.KlinesIntervalEnum.INTERVAL_1m, limit: 5 })
  ).data();
  assert.equal(rows[0]?.length, 12);
});

for (const [kind, makeClient] of [
  ["HMAC-SHA256", () => hmacClient()],
  ["Ed25519", ed25519Client],
] as const) {
  test(`the official client trades with a ${kind} key: order, query, cancel, trades, account`, async () => {
    const { restAPI } = makeClient();
    const id = `official-${kind}`;
    const bought = await restAPI.newOrder({
      symbol: "BTCUSDT",
      side: Side.BUY,
      type: Type.MARKET,
      quantity: 0.01,
      newClientOrderId: `${id}-1`,
    });
    const filled = await bought.data();
    assert.equal(filled.status, "FILLED");
    assert.equal(filled.fills?.[0]?.commissionAsset, "BTC");
    assert.ok(bought.rateLimits?.some((limit) => limit.rateLimitType === "REQUEST_WEIGHT" && limit.count > 0));

    await restAPI.newOrder({
      symbol: "BTCUSDT",
      side: Side.SELL,
      type: Type.LIMIT,
      timeInForce: TimeInForce.GTC,
      quantity: 0.01,
      price: 60_000,
      newClientOrderId: `${id}-2`,
    });
    const open = await (await restAPI.getOpenOrders({ symbol: "BTCUSDT" })).data();
    assert.deepEqual(
      open.map((order) => order.clientOrderId),
      [`${id}-2`],
    );
    const queried = await (await restAPI.getOrder({ symbol: "BTCUSDT", origClientOrderId: `${id}-2` })).data();
    assert.equal(queried.status, "NEW");
    const cancelled = await (await restAPI.deleteOrder({ symbol: "BTCUSDT", origClientOrderId: `${id}-2` })).data();
    assert.equal(cancelled.status, "CANCELED");
    assert.equal(cancelled.origClientOrderId, `${id}-2`);

    const trades = await (await restAPI.myTrades({ symbol: "BTCUSDT", orderId: filled.orderId ?? 0 })).data();
    assert.equal(trades[0]?.qty, "0.01000000");
    const account = await (await restAPI.getAccount({ omitZeroBalances: true })).data();
    const free = formatShort(simulator.exchange.accounts.get("main")?.free("BTC") ?? 0n);
    assert.equal(Number(account.balances?.find(({ asset }) => asset === "BTC")?.free), Number(free));
  });
}

test("the official client subscribes to the account's events over WebSocket, and is told of a fill", async () => {
  const key = simulator.addKey({ accountId: "main", key: createSecretKey(SECRET, "utf8") });
  const wsURL = `ws://127.0.0.1:${simulator.port}/ws-api/v3`;
  const client = new Spot({
    configurationWebsocketAPI: { apiKey: key.id, apiSecret: SECRET, wsURL, reconnectDelay: 60_000 },
  });
  const connection = await client.websocketAPI.connect();
  const { response, stream } = await connection.userDataStreamSubscribeSignature();
  assert.equal(response.data?.subscriptionId, 0);
  const filled = new Promise<Record<string, unknown>>((resolve) => {
    stream.on("message", (data) => {
      const event = data as unknown as Record<string, unknown>;
      if (event["x"] === "TRADE") resolve(event);
    });
  });
  const order = { symbol: "BTCUSDT", side: Side.BUY, type: Type.MARKET, quantity: 0.01, newClientOrderId: "streamed" };
  await hmacClient().restAPI.newOrder(order);
  const event = await filled;
  assert.equal(event["c"], "streamed");
  await connection.disconnect();
});

const refusedWith = (code: number) => (error: unknown) => (error as { code?: number }).code === code;

test("the official client is refused with a wrong secret, a foreign address, a key that may not trade", async () => {
  const order = { symbol: "BTCUSDT", side: Side.BUY, type: Type.MARKET, quantity: 0.01 };
  const before = simulator.exchange.orders.size;
  await assert.rejects(hmacClient("another secret").restAPI.newOrder(order), refusedWith(-1022));
  await assert.rejects(hmacClient(SECRET, { allowedAddresses: ["10.9.8.7"] }).restAPI.getAccount(), refusedWith(-2015));
  const readOnly = { permissions: { ...TRADE_ONLY, spotTrading: false } };
  await assert.rejects(hmacClient(SECRET, readOnly).restAPI.newOrder(order), refusedWith(-2015));
  assert.equal(simulator.exchange.orders.size, before);
});

test("the official client is told which filter, balance or id it broke", async () => {
  const { restAPI } = hmacClient();
  const limit = { symbol: "BTCUSDT", side: Side.BUY, type: Type.LIMIT, timeInForce: TimeInForce.GTC };
  await assert.rejects(restAPI.newOrder({ ...limit, quantity: 0.01, price: 40_000.001 }), refusedWith(-1013));
  await assert.rejects(restAPI.newOrder({ ...limit, quantity: 0.000011, price: 40_000 }), refusedWith(-1013));
  await assert.rejects(restAPI.newOrder({ ...limit, quantity: 0.00001, price: 40_000 }), refusedWith(-1013));
  await assert.rejects(restAPI.newOrder({ ...limit, quantity: 100, price: 40_000 }), refusedWith(-2010));
  await assert.rejects(restAPI.newOrder({ ...limit, symbol: "NOPEUSDT", quantity: 1, price: 1 }), refusedWith(-1121));
  await assert.rejects(restAPI.getOrder({ symbol: "BTCUSDT", origClientOrderId: "never" }), refusedWith(-2013));
  await assert.rejects(restAPI.deleteOrder({ symbol: "BTCUSDT", origClientOrderId: "never" }), refusedWith(-2011));
  const twice = { ...limit, quantity: 0.01, price: 40_000, newClientOrderId: "twice" };
  await restAPI.newOrder(twice);
  await assert.rejects(restAPI.newOrder(twice), refusedWith(-2010));
  await restAPI.deleteOrder({ symbol: "BTCUSDT", origClientOrderId: "twice" });
});

test("too many orders in ten seconds are refused, and the listen-key routes are gone", async () => {
  const { restAPI } = hmacClient();
  const place = (index: number) =>
    restAPI.newOrder({
      symbol: "BTCUSDT",
      side: Side.BUY,
      type: Type.LIMIT,
      timeInForce: TimeInForce.GTC,
      quantity: 0.001,
      price: 10_001 + index,
    });
  await assert.rejects(async () => {
    // One window could end in the middle: twice the limit cannot fit into two.
    for (let index = 0; index < 101; index += 1) await place(index);
  });
  const reply = await fetch(`${simulator.url}/api/v3/userDataStream`, { method: "POST" });
  assert.equal(reply.status, 410);
});
