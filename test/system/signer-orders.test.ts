import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { formatShort, units } from "../../simulator/units.ts";
import { type SignerClient, SignerRefusal } from "../../src/secrets/signer/client.ts";
import { encodeFrame, FrameReader } from "../../src/secrets/signer/frames.ts";
import { sampleOrder, SignerWorld } from "../support/signer-world.ts";

/** Attacks on a signer that runs, through its real socket, against the exchange in a box. */

const SECRET = Buffer.from("orders-test-secret-0123456789abcdef");
const ROUTES = new Set([
  "GET /api/v3/time",
  "GET /api/v3/ticker/bookTicker",
  "POST /api/v3/order",
  "DELETE /api/v3/order",
  "GET /api/v3/order",
  "GET /api/v3/account",
  "GET /api/v3/openOrders",
  "GET /api/v3/myTrades",
  "GET /sapi/v1/account/apiRestrictions",
]);

let world: SignerWorld;
let client: SignerClient;

before(async () => {
  world = await SignerWorld.open({
    secret: SECRET,
    policy: { maxOrderNotional: "100", maxDailyNotional: "400", maxOrdersPerMinute: 1_000 },
  });
  await world.start();
  client = await world.connect();
});

after(() => world.close());

const refusedWith = (code: string) => (error: unknown) => error instanceof SignerRefusal && error.code === code;
const place = (change: Parameters<typeof sampleOrder>[0]) =>
  client.request({ kind: "placeOrder", order: sampleOrder(change) });

test("threats 11 signing oracle: a signature that covers no path makes a signing oracle worthless (control), and the signer is none", async () => {
  const { simulator } = world;
  // Control: who signs parameters that another chose, signs withdrawals. The path is not in the signature.
  const rich = simulator.addKey({ ...world.apiKey, id: "control", permissions: { ...TRADE_ONLY, withdrawals: true } });
  const payload = `coin=USDT&address=thief&amount=1000&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", SECRET).update(payload).digest("hex");
  const url = `${simulator.url}/sapi/v1/capital/withdraw/apply?${payload}&signature=${signature}`;
  const stolen = await fetch(url, { method: "POST", headers: { "X-MBX-APIKEY": rich.id } });
  assert.equal(stolen.status, 200);
  assert.equal(simulator.withdrawals.length, 1);
  simulator.withdrawals.length = 0;

  for (const message of [
    { id: 1, request: "balances", coin: "USDT", address: "thief", amount: "1000" },
    { id: 1, request: "openOrders", symbol: "BTC/USDT&coin=USDT" },
    { id: 1, request: "withdraw", coin: "USDT" },
    { id: 1, request: "balances", path: "/sapi/v1/capital/withdraw/apply" },
    { id: 1, request: "queryOrder", symbol: "BTC/USDT", exchangeOrderId: "../../../sapi/v1/capital/withdraw/apply" },
  ]) {
    const answer = await speak(encodeFrame(message));
    assert.match(answer, /"ok":false/, JSON.stringify(message));
    assert.doesNotMatch(answer, /signature|[0-9a-f]{64}/);
  }
  assert.equal(simulator.withdrawals.length, 0);
  // This key could not withdraw anyway, so what counts is that nobody but the control even asked.
  assert.equal(simulator.requests.filter(({ path }) => path.includes("withdraw")).length, 1);
});

/** Sends raw bytes on a fresh connection and returns whatever comes back until the signer closes it or falls silent. */
function speak(bytes: Buffer, waitMs = 300): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(world.socketPath);
    const reader = new FrameReader(1_000_000);
    let text = "";
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(finish, waitMs);
    socket.on("data", (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) text += frame.toString("utf8");
    });
    socket.once("close", finish);
    socket.once("error", reject);
    socket.write(bytes);
  });
}

test("threats 11 signing oracle: a fuzz of the socket neither ends the signer nor sends anything outside its routes", async () => {
  const requestsBefore = world.simulator.requests.length;
  const honest = encodeFrame({ id: 1, request: "balances" });
  const header = (length: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    return bytes;
  };
  const text = (body: string) => Buffer.concat([header(Buffer.byteLength(body)), Buffer.from(body)]);
  const hostile: Buffer[] = [
    Buffer.from([255, 255, 255, 255]),
    Buffer.concat([header(5_000), Buffer.alloc(5_000, 0x7b)]),
    Buffer.concat([header(10), Buffer.alloc(3)]),
    text(""),
    text("{"),
    text("[".repeat(4_000)),
    text('{"id":1,"id":2,"request":"balances"}'),
    text('{"id":1,"request":"balances","request":"keyPermissions"}'),
    text('{"id":1,"request":["balances"]}'),
    text('{"id":1,"request":"balances\\u0000"}'),
    text('{"id":1,"request":"b\\u0061lances","x":1}'),
    text('{"id":9007199254740993,"request":"balances"}'),
    text(
      '{"id":1,"request":"placeOrder","symbol":"BTC/USDT","side":"buy","type":"market","quantity":"0.001","clientOrderId":"\u202Ex"}',
    ),
    Buffer.concat([header(6), Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])]),
    Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  ];
  for (let round = 0; round < 60; round += 1) {
    const bytes = Buffer.from(honest);
    const at = round % bytes.length;
    bytes.writeUInt8((bytes.readUInt8(at) + 1 + (round % 255)) % 256, at);
    hostile.push(bytes, randomBytes(1 + (round % 200)));
  }
  for (let at = 0; at < hostile.length; at += 6) {
    await Promise.all(hostile.slice(at, at + 6).map((bytes) => speak(bytes, 60).catch(() => "")));
  }
  assert.equal((await client.request({ kind: "balances" })).status, 200);
  for (const { method, path } of world.simulator.requests.slice(requestsBefore)) {
    assert.ok(ROUTES.has(`${method} ${path}`), `${method} ${path}`);
  }
  assert.equal(world.simulator.exchange.orders.size, 0);
});

test("threats 12 trade-only theft: a bot in a thief's hands can lose the daily limit and no more", async () => {
  const { exchange } = world.simulator;
  await assert.rejects(place({ symbol: "VIA/BTC" }), refusedWith("SIGNER_SYMBOL_NOT_ALLOWED"));
  const { quoteQuantity: _, ...unbounded } = sampleOrder({ quantity: "0.0001" });
  await assert.rejects(client.request({ kind: "placeOrder", order: unbounded }), refusedWith("SIGNER_UNBOUNDED_BUY"));
  await assert.rejects(place({ quoteQuantity: "500" }), refusedWith("SIGNER_ORDER_TOO_LARGE"));
  const high = { type: "limit", price: "60000", timeInForce: "gtc" } as const;
  await assert.rejects(place(high), refusedWith("SIGNER_OUTSIDE_COLLAR"));
  const churn = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? place({}) : place({ side: "sell", type: "market", quantity: "0.0005" }),
    ),
  );
  assert.ok(
    churn.some((result) => result.status === "rejected" && refusedWith("SIGNER_DAY_LIMIT_REACHED")(result.reason)),
  );
  const spent = exchange.trades
    .filter(({ side }) => side === "buy")
    .reduce((sum, trade) => sum + trade.quoteQuantity, 0n);
  assert.ok(spent > 0n && spent <= units("400"), `spent ${formatShort(spent)}`);
});

test("a daily limit that is reached holds back no sell: the stop loss still goes out", async () => {
  await assert.rejects(place({}), refusedWith("SIGNER_DAY_LIMIT_REACHED"));
  const stop = { side: "sell", type: "stop-loss", stopPrice: "30000", quantity: "0.01" } as const;
  assert.equal((await place(stop)).status, 200);
  assert.equal((await place({ side: "sell", type: "market", quantity: "0.01" })).status, 200);
});

test("a crowd of queries that the exchange does not answer holds back no sell", async () => {
  const { simulator } = world;
  simulator.hold(({ path }) => path === "/api/v3/openOrders");
  const crowd = Array.from({ length: 70 }, () => client.request({ kind: "openOrders", symbol: "BTC/USDT" }));
  const outcomes = Promise.allSettled(crowd);
  assert.equal((await place({ side: "sell", type: "market", quantity: "0.0005" })).status, 200);
  simulator.release();
  const refused = (await outcomes).filter((result) => result.status === "rejected");
  assert.equal(refused.length, 6);
  for (const { reason } of refused) assert.ok(refusedWith("SIGNER_BUSY")(reason));
});

test("an order whose answer was lost is reported as unknown, keeps its id, and is found at the exchange", async () => {
  const { simulator } = world;
  const order = sampleOrder({ side: "sell", quantity: "0.0005" });
  simulator.loseReplies(({ path, method }) => path === "/api/v3/order" && method === "POST");
  await assert.rejects(client.request({ kind: "placeOrder", order }), (error: unknown) => {
    assert.ok(error instanceof SignerRefusal);
    assert.equal(error.code, "SIGNER_OUTCOME_UNKNOWN");
    return error.mayHaveBeenSent;
  });
  simulator.loseReplies(undefined);
  await assert.rejects(client.request({ kind: "placeOrder", order }), refusedWith("SIGNER_CLIENT_ORDER_ID_USED"));
  const { symbol, clientOrderId } = order;
  const queried = await client.request({ kind: "queryOrder", reference: { symbol, clientOrderId } });
  assert.equal(JSON.parse(queried.body).status, "FILLED");
});

test("a limit sell is judged by a fresh price when the market has just fallen", async () => {
  const limit = { side: "sell", type: "limit", timeInForce: "gtc", quantity: "0.01" } as const;
  assert.equal((await place({ ...limit, price: "49000" })).status, 200);
  world.simulator.exchange.setPrice("BTC-USDT", "40000");
  assert.equal((await place({ ...limit, price: "39900" })).status, 200);
  await assert.rejects(place({ ...limit, price: "30000" }), refusedWith("SIGNER_OUTSIDE_COLLAR"));
  world.simulator.exchange.setPrice("BTC-USDT", "50000");
});

test("threats 29 replay: an order id works once, whether it is replayed at once or at the same moment", async () => {
  const order = sampleOrder({ side: "sell", type: "market", quantity: "0.0005" });
  const before = world.simulator.exchange.orders.size;
  const twice = await Promise.allSettled([
    client.request({ kind: "placeOrder", order }),
    client.request({ kind: "placeOrder", order }),
  ]);
  assert.equal(twice.filter(({ status }) => status === "fulfilled").length, 1);
  await assert.rejects(client.request({ kind: "placeOrder", order }), refusedWith("SIGNER_CLIENT_ORDER_ID_USED"));
  assert.equal(world.simulator.exchange.orders.size, before + 1);
});

test("threats 29 replay: a request captured on its way to the exchange is worthless once its window has passed (control: within it, a query is not)", async () => {
  await client.request({ kind: "balances" });
  const captured = world.simulator.requests.findLast(({ path }) => path === "/api/v3/account");
  assert.ok(captured !== undefined);
  const replay = (query: string) =>
    fetch(`${world.simulator.url}/api/v3/account?${query}`, { headers: { "X-MBX-APIKEY": world.apiKey.id } });
  assert.equal((await replay(captured.query)).status, 200);
  const later = captured.query.replace(/timestamp=(\d+)/, (_, time) => `timestamp=${Number(time) - 6_000}`);
  assert.equal((await replay(later)).status, 400);
  assert.match(captured.query, /recvWindow=5000/);
});

test("the audit log holds every order before it left, and every refusal", () => {
  const events = readFileSync(world.auditPath, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; details: Record<string, unknown> });
  const sent = events.filter(({ event }) => event === "order-sent").map(({ details }) => details["id"]);
  const placed = [...world.simulator.exchange.orders.values()].map(({ clientOrderId }) => clientOrderId);
  for (const id of placed) assert.ok(sent.includes(id), id);
  assert.ok(
    events.some(({ event, details }) => event === "order-denied" && details["code"] === "SIGNER_SYMBOL_NOT_ALLOWED"),
  );
});

test("threats 29 replay, 12 trade-only theft: a restart forgets neither the day's buys nor the used ids", async () => {
  const order = sampleOrder({ side: "sell", type: "market", quantity: "0.0005" });
  await client.request({ kind: "placeOrder", order });
  const running = world.signers.at(-1);
  await running?.stop();
  assert.equal(await running?.exited, 0);
  await world.start();
  client = await world.connect();
  await assert.rejects(client.request({ kind: "placeOrder", order }), refusedWith("SIGNER_CLIENT_ORDER_ID_USED"));
  await assert.rejects(place({}), refusedWith("SIGNER_DAY_LIMIT_REACHED"));
});
