import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { type Simulator, startSimulator } from "../../simulator/simulator.ts";
import { signerOf } from "../../src/secrets/account-signer.ts";
import { readSecretsSettings } from "../../src/secrets/settings.ts";
import { SignerClient, SignerRefusal } from "../../src/secrets/signer/client.ts";
import { type RunningSigner, startSigner } from "../../src/secrets/signer/launcher.ts";
import { CommandFolder } from "../support/command-runs.ts";
import { sampleOrder } from "../support/signer-world.ts";

/**
 * The whole way, nothing stood in for: a vault made by the commands, a key pair that never existed outside it, unlocked by the real
 * unlocking process, signing from the copy of Node that can't be read.
 */

const folder = new CommandFolder();
let simulator: Simulator;
let signer: RunningSigner | undefined;

before(async () => {
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000", BTC: "1" });
});

after(async () => {
  await signer?.stop();
  await simulator.close();
  folder.remove();
});

async function command(words: string[], answers: string[] = []): Promise<string> {
  const { code, stdout, stderr } = await folder.run(words, answers);
  assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
  return stdout;
}

async function start(account: string): Promise<RunningSigner> {
  const settings = readSecretsSettings(join(folder.path, "config"));
  const options = {
    account,
    socketFolder: join(folder.path, "run"),
    simulatorPort: simulator.port,
    environment: process.env,
  };
  const launch = signerOf(settings, options);
  assert.throws(() => signerOf({ ...settings, accounts: {} }, options), { code: "VAULT_UNKNOWN_ACCOUNT" });
  assert.match(launch.nodePath ?? "", /vault\/bin\/node$/);
  return startSigner(launch);
}

test("from an empty folder to a signed order: init, keygen, attach, policy, signer", async () => {
  const port = ["--simulator-port", String(simulator.port)];
  const account = "binance-main";
  await command(["vault", "init", "--provider", "key-file", "--key-file", join(folder.path, "master.key")]);
  const publicKey = createPublicKey(await command(["vault", "keygen", account, "--environment", "simulator"]));
  const { id } = simulator.addKey({ accountId: "main", key: publicKey, permissions: { ...TRADE_ONLY } });
  await command(["vault", "attach", account, ...port], [id]);
  await command(["vault", "policy", account, "--symbols", "BTC/USDT", "--max-order", "100", "--max-day", "150"]);

  signer = await start(account);
  const client = await SignerClient.connect(signer.socketPath);
  const placed = await client.request({ kind: "placeOrder", order: sampleOrder() });
  assert.equal(JSON.parse(placed.body).status, "FILLED", placed.body);
  const second = client.request({ kind: "placeOrder", order: sampleOrder({ quoteQuantity: "150" }) });
  await assert.rejects(
    second,
    (error: unknown) => error instanceof SignerRefusal && error.code === "SIGNER_ORDER_TOO_LARGE",
  );
  client.close();
  await signer.stop();

  // The log that the commands read holds what the signer did, and its chain and codes hold.
  assert.match(await command(["vault", "verify", account]), /binance-main/);
  const log = readFileSync(join(folder.path, "vault", `${account}.audit.jsonl`), "utf8");
  for (const event of ["created", "sealed", "opened", "key-checked", "signer-started", "order-sent", "order-denied"]) {
    assert.match(log, new RegExp(`"event":"${event}"`));
  }
});
