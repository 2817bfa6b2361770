/**
 * What the signer's own process costs: the same signed request to the same exchange in a box, once through the signer and once signed
 * in this process, in turns. Prints one JSON line. Run: node bench/signer.ts
 */
import { createSecretKey } from "node:crypto";
import { RateMeter } from "../simulator/binance/limits.ts";
import { binanceVenue } from "../src/secrets/signer/binance/venue.ts";
import { pinnedHosts } from "../src/secrets/signer/hosts.ts";
import { Transport } from "../src/secrets/signer/transport.ts";
import { sampleOrder, SignerWorld } from "../test/support/signer-world.ts";

const ROUNDS = 1_500;
const WARM_UP = 300;
const SECRET = Buffer.from("bench-secret-0123456789abcdef0123456789");

const unlimited = new RateMeter({ weightPerMinute: 1e9, ordersPerTenSeconds: 1e9, ordersPerDay: 1e9 });
const world = await SignerWorld.open({ secret: Buffer.from(SECRET), simulator: { binanceMeter: unlimited } });
await world.start();
const client = await world.connect();
const host = pinnedHosts("binance", "simulator", world.simulator.port).api;
const transport = new Transport(host);
const credential = { kind: "hmac-sha256", apiKey: world.apiKey.id, key: createSecretKey(SECRET) } as const;
const request = { kind: "openOrders", symbol: "BTC/USDT" } as const;

async function timed(work: () => Promise<{ readonly status: number }>): Promise<number> {
  const started = performance.now();
  const { status } = await work();
  if (status !== 200) throw new Error(`the exchange answered ${status}`);
  return performance.now() - started;
}

function quantile(values: readonly number[], share: number): number {
  return Number((values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0).toFixed(3));
}

const inProcess: number[] = [];
const throughSigner: number[] = [];
for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
  const direct = await timed(() => transport.send(binanceVenue.sign(request, credential, host, Date.now())));
  const signed = await timed(() => client.request(request));
  if (round < WARM_UP) continue;
  inProcess.push(direct);
  throughSigner.push(signed);
}
const orders: number[] = [];
for (let round = 0; round < 200; round += 1) {
  const order = sampleOrder({ side: "sell", quantity: "0.0001" });
  orders.push(await timed(() => client.request({ kind: "placeOrder", order })));
}
const added = quantile(throughSigner, 0.5) - quantile(inProcess, 0.5);
process.stdout.write(
  `${JSON.stringify({
    rounds: ROUNDS,
    inProcessMedianMs: quantile(inProcess, 0.5),
    throughSignerMedianMs: quantile(throughSigner, 0.5),
    addedMedianMs: Number(added.toFixed(3)),
    inProcessP99Ms: quantile(inProcess, 0.99),
    throughSignerP99Ms: quantile(throughSigner, 0.99),
    orderWithAuditMedianMs: quantile(orders, 0.5),
  })}\n`,
);
transport.close();
await world.close();
