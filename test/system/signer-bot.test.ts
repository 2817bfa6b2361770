import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { promisify } from "node:util";
import { spellings } from "../support/memory-scan.ts";
import { sampleOrder, SignerWorld } from "../support/signer-world.ts";

/** A bot that is not what it seems, and a key service that is gone: what the signer's own process is for. */

const run = promisify(execFile);
const SECRET = Buffer.from("bot-test-secret-0123456789abcdefgh");
const EVIL = join(import.meta.dirname, "..", "support", "evil-module.cjs");
const CLIENT = join(import.meta.dirname, "..", "..", "src", "secrets", "signer", "client.ts");

let world: SignerWorld | undefined;

async function open(): Promise<SignerWorld> {
  world = await SignerWorld.open({ secret: Buffer.from(SECRET) });
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** Runs a bot with the evil module in its process. @returns what that caught */
async function runBot(program: string): Promise<string> {
  const parts = ["--require", EVIL, "--input-type=module-typescript", "--eval", program];
  return (await run(process.execPath, parts, { env: {} })).stdout;
}

function holdsSecret(text: string): boolean {
  const bytes = Buffer.from(text, "latin1");
  return [...spellings(SECRET).values()].some((needle) => bytes.includes(needle));
}

test("threats 17 malicious dependency: in a bot that signs for itself it gets the secret (control); with the signer it gets no secret, no signature, and can't send the order elsewhere", async () => {
  const made = await open();
  const own = await runBot(`
    import { createHmac } from "node:crypto";
    import { request } from "node:http";
    const query = "timestamp=" + Date.now();
    const signature = createHmac("sha256", ${JSON.stringify(SECRET.toString())}).update(query).digest("hex");
    request("${made.simulator.url}/api/v3/account?" + query + "&signature=" + signature, { headers: { "X-MBX-APIKEY": "x" } }, (r) => r.resume()).end();`);
  assert.ok(holdsSecret(own));
  assert.match(own, /signature=[0-9a-f]{64}/);

  await made.start();
  const order = sampleOrder();
  const caught = await runBot(`
    import { SignerClient } from ${JSON.stringify(CLIENT)};
    const client = await SignerClient.connect(${JSON.stringify(made.socketPath)});
    const answer = await client.request({ kind: "placeOrder", order: ${JSON.stringify(order)} });
    if (answer.status !== 200) throw new Error(answer.body);
    client.close();`);
  assert.match(caught, new RegExp(order.clientOrderId));
  assert.ok(!holdsSecret(caught));
  assert.doesNotMatch(caught, /signature=/);
  assert.ok(!caught.includes(made.apiKey.id));
  const orders = [...made.simulator.exchange.orders.values()].map(({ clientOrderId }) => clientOrderId);
  assert.deepEqual(orders, [order.clientOrderId]);
});

test("threats 09 outage: the signer outlives a bot that is killed; the next one finds it, and finds the used ids used", async () => {
  const made = await open();
  const signer = await made.start();
  const order = sampleOrder();
  const killed = run(process.execPath, [
    "--input-type=module-typescript",
    "--eval",
    `
    import { SignerClient } from ${JSON.stringify(CLIENT)};
    const client = await SignerClient.connect(${JSON.stringify(made.socketPath)});
    await client.request({ kind: "placeOrder", order: ${JSON.stringify(order)} });
    void client.request({ kind: "balances" });
    process.kill(process.pid, "SIGKILL");`,
  ]);
  await assert.rejects(killed, { signal: "SIGKILL" });
  const client = await made.connect();
  await assert.rejects(client.request({ kind: "placeOrder", order }), { code: "SIGNER_CLIENT_ORDER_ID_USED" });
  assert.equal((await client.request({ kind: "placeOrder", order: sampleOrder() })).status, 200);
  process.kill(signer.pid, 0);
});

test("threats 09 outage: a key service that is gone stops nothing that runs; a restart refuses with its reason", async () => {
  const made = await open();
  const signer = await made.start();
  const client = await made.connect();
  // The unlocking process has ended long ago; the envelope itself may go, and the signer still signs.
  const first = await client.request({ kind: "placeOrder", order: sampleOrder() });
  assert.equal(first.status, 200);
  const gone = { program: process.execPath, arguments: ["-e", "process.exit(1)"], environment: {} };
  await signer.stop();
  await assert.rejects(made.start({ unlock: gone }), (error: unknown) => {
    return (error as { code?: string }).code === "SIGNER_NO_DATA_KEY";
  });
  // Back again: the same account goes on where it was.
  await made.start();
  const again = await (await made.connect()).request({ kind: "placeOrder", order: sampleOrder({ side: "sell" }) });
  assert.equal(again.status, 200);
});
