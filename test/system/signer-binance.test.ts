import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SignerClient } from "../../src/secrets/signer/client.ts";
import { sampleOrder, SignerWorld } from "../support/signer-world.ts";

let world: SignerWorld;
let client: SignerClient;

before(async () => {
  world = await SignerWorld.open();
  await world.start();
  client = await world.connect();
});

after(() => world.close());

test("every request of the signer reaches Binance's protocol and is answered", async () => {
  const bought = sampleOrder();
  const placed = await client.request({ kind: "placeOrder", order: bought });
  assert.equal(placed.status, 200, placed.body);
  assert.equal(JSON.parse(placed.body).status, "FILLED");
  assert.equal(placed.headers["x-mbx-order-count-10s"], "1");

  const resting = sampleOrder({ type: "limit", price: "49000", timeInForce: "gtc" });
  assert.equal((await client.request({ kind: "placeOrder", order: resting })).status, 200);
  const { symbol, clientOrderId } = resting;
  const open = await client.request({ kind: "openOrders", symbol });
  assert.equal(JSON.parse(open.body)[0].clientOrderId, clientOrderId);
  const reference = { symbol, clientOrderId };
  assert.equal(JSON.parse((await client.request({ kind: "queryOrder", reference })).body).status, "NEW");
  assert.equal(JSON.parse((await client.request({ kind: "cancelOrder", reference })).body).status, "CANCELED");

  // What was cancelled without a fill takes nothing from the day: 5,000 would be reached at the sixth.
  for (let round = 0; round < 8; round += 1) {
    const order = sampleOrder({ type: "limit", price: "49000", timeInForce: "gtc", quantity: "0.02" });
    const answer = await client.request({ kind: "placeOrder", order });
    assert.equal(answer.status, 200, answer.body);
    await client.request({ kind: "cancelOrder", reference: { symbol, clientOrderId: order.clientOrderId } });
  }

  const trades = await client.request({ kind: "trades", query: { symbol, limit: 10 } });
  assert.equal(JSON.parse(trades.body).length, 1);
  const balances = await client.request({ kind: "balances" });
  assert.ok(JSON.parse(balances.body).balances.length > 0);
  const rights = await client.request({ kind: "keyPermissions" });
  assert.equal(JSON.parse(rights.body).enableWithdrawals, false);
});
