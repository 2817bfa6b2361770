import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { type SignerClient, SignerRefusal } from "../../src/secrets/signer/client.ts";
import { sampleOrder, SignerWorld, type WorldOptions } from "../support/signer-world.ts";

/** The account's private events: the signer owns the connection, the bot sees what the exchange sends and never a signature. */

let world: SignerWorld | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function subscribe(
  options: WorldOptions,
): Promise<{ made: SignerWorld; client: SignerClient; events: string[] }> {
  const made = await SignerWorld.open(options);
  world = made;
  await made.start();
  const client = await made.connect();
  const events: string[] = [];
  client.on("event", (data) => events.push(data));
  await client.request({ kind: "openUserStream" });
  await once(client, "stream");
  // The exchange's own word that the subscription stands.
  while (events.length === 0) await once(client, "event");
  return { made, client, events };
}

async function eventMatching(client: SignerClient, events: string[], pattern: RegExp): Promise<string> {
  for (;;) {
    const found = events.find((event) => pattern.test(event));
    if (found !== undefined) return found;
    await once(client, "event");
  }
}

for (const credential of ["hmac-sha256", "ed25519"] as const) {
  test(`orders and fills of Binance arrive as they happen (${credential})`, async () => {
    const { client, events } = await subscribe({ credential });
    assert.equal(JSON.parse(events[0] ?? "").status, 200);
    const order = sampleOrder();
    await client.request({ kind: "placeOrder", order });
    const fill = JSON.parse(await eventMatching(client, events, /"x":"TRADE"/)) as { event: Record<string, unknown> };
    assert.equal(fill.event["c"], order.clientOrderId);
    assert.equal(fill.event["z"], "0.00100000");
    for (const event of events) assert.doesNotMatch(event, /signature/);
  });
}

test("orders of Coinbase arrive on its user channel", async () => {
  const policy = { symbols: ["BTC/USD"] };
  const { client, events } = await subscribe({ exchange: "coinbase", credential: "es256", policy });
  await client.request({ kind: "placeOrder", order: sampleOrder({ symbol: "BTC/USD" }) });
  await eventMatching(client, events, /"status":"FILLED"/);
  await eventMatching(client, events, /"heartbeats"/);
  for (const event of events) assert.doesNotMatch(event, /jwt|eyJ/);
});

test("a stream that breaks is reported, and can be opened again; one connection has one", async () => {
  const { made, client } = await subscribe({});
  await assert.rejects(client.request({ kind: "openUserStream" }), (error: unknown) => {
    return error instanceof SignerRefusal && error.code === "SIGNER_BUSY";
  });
  made.simulator.dropStreams();
  const [state] = await once(client, "stream");
  assert.equal(state, "closed");
  await client.request({ kind: "openUserStream" });
  const [again] = await once(client, "stream");
  assert.equal(again, "open");
});

test("threats 11 signing oracle: the signature of a subscription would open a trading session (control), and is never handed out", async () => {
  const made = await SignerWorld.open({ credential: "ed25519" });
  world = made;
  await made.start();
  const client = await made.connect();
  const passed: string[] = [];
  client.on("event", (data) => passed.push(data));
  passed.push(JSON.stringify(await client.request({ kind: "openUserStream" })));
  await once(client, "event");
  // Control: the very message that the signer sent, with another method, taken off its connection.
  const sent = made.simulator.messages.find((text) => text.includes("userDataStream.subscribe.signature")) ?? "{}";
  const thief = new WebSocket(`ws://127.0.0.1:${made.simulator.port}/ws-api/v3`);
  await once(thief, "open");
  thief.send(JSON.stringify({ ...JSON.parse(sent), method: "session.logon" }));
  const [answer] = (await once(thief, "message")) as [MessageEvent];
  assert.equal(JSON.parse(String(answer.data)).status, 200);
  thief.close();
  const { signature } = (JSON.parse(sent) as { params: { signature: string } }).params;
  for (const text of passed) assert.ok(!text.includes(signature));
});
