import assert from "node:assert/strict";
import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { SignerClient, SignerRefusal } from "../../src/secrets/signer/client.ts";
import { type RunningSigner, SignerStartRefused, startSandboxSigner } from "../../src/secrets/signer/launcher.ts";
import type { SandboxStartOptions } from "../../src/secrets/signer/start-options.ts";
import { sampleOrder } from "../support/signer-world.ts";

/** Keys from a `.env` file: good for play, refused for anything else. */

let simulator: Simulator;
let folder: string;
let signer: RunningSigner | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "candlewright-sandbox-"));
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000", USD: "1000" });
});

afterEach(async () => {
  await signer?.stop();
  signer = undefined;
  await simulator.close();
  rmSync(folder, { recursive: true });
});

async function start(text: string, change: Partial<SandboxStartOptions> = {}): Promise<SignerClient> {
  const envFile = join(folder, ".env");
  writeFileSync(envFile, text, { mode: 0o600 });
  signer = await startSandboxSigner({
    envFile,
    exchange: "binance",
    environment: "simulator",
    symbols: ["BTC/USDT"],
    socketPath: join(folder, "run", "sandbox.sock"),
    simulatorPort: simulator.port,
    ...change,
  });
  return SignerClient.connect(signer.socketPath);
}

const refusedWith = (code: string) => (error: unknown) => error instanceof SignerStartRefused && error.code === code;

test("the sandbox trades with BINANCE_API_KEY and BINANCE_API_SECRET of a .env file", async () => {
  const { id } = simulator.addKey({ accountId: "main", key: createSecretKey("local-secret", "utf8") });
  const client = await start(`# local\nBINANCE_API_KEY=${id}\nexport BINANCE_API_SECRET="local-secret"\n`);
  const placed = await client.request({ kind: "placeOrder", order: sampleOrder() });
  assert.equal(placed.status, 200, placed.body);
  const other = client.request({ kind: "placeOrder", order: sampleOrder({ symbol: "ETH/USDT" }) });
  await assert.rejects(
    other,
    (error: unknown) => error instanceof SignerRefusal && error.code === "SIGNER_SYMBOL_NOT_ALLOWED",
  );
});

test("Coinbase's private key may stand in it on one line", async () => {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = "organizations/o/apiKeys/k";
  simulator.addKey({ id, accountId: "main", key: pair.publicKey });
  const pem = pair.privateKey.export({ format: "pem", type: "sec1" }).toString().replaceAll("\n", "\\n");
  const text = `COINBASE_API_KEY=${id}\nCOINBASE_API_SECRET="${pem}"\n`;
  const client = await start(text, { exchange: "coinbase", symbols: ["BTC/USD"] });
  const placed = await client.request({ kind: "placeOrder", order: sampleOrder({ symbol: "BTC/USD" }) });
  assert.equal(JSON.parse(placed.body).success, true);
});

test("live is refused with keys from the environment, and so is a file without them", async () => {
  const text = "BINANCE_API_KEY=a\nBINANCE_API_SECRET=b\n";
  const live = { environment: "live" } as unknown as Partial<SandboxStartOptions>;
  await assert.rejects(start(text, live), refusedWith("SIGNER_BAD_START"));
  await assert.rejects(start("BINANCE_API_KEY=a\n"), refusedWith("SIGNER_NO_CREDENTIAL"));
  await assert.rejects(start(text), refusedWith("SIGNER_KEY_UNVERIFIED"));
  assert.equal(simulator.requests.filter(({ method }) => method !== "GET").length, 0);
});
