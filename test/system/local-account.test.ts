import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { startSimulator } from "../../simulator/simulator.ts";
import { VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import { unlockCommand } from "../../src/secrets/keys/launch.ts";
import { sealLocalAccount, type LocalAccountOptions } from "../../src/secrets/local-account.ts";
import { SignerClient } from "../../src/secrets/signer/client.ts";
import { startSigner } from "../../src/secrets/signer/launcher.ts";

const folder = mkdtempSync(join(tmpdir(), "candlewright-env-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, ".env");
const secret = "CANARYsecretCANARYsecretCANARYsecret";

const policy = {
  symbols: ["BTC/USDT"],
  maxOrderNotional: "100",
  maxDailyNotional: "500",
  priceCollarFraction: "0.05",
  maxOrdersPerMinute: 30,
};
const options = (change: Partial<LocalAccountOptions>): LocalAccountOptions => ({
  exchange: "binance",
  environment: "simulator",
  file,
  policy,
  simulatorPort: 0,
  surroundings: {},
  ...change,
});

test("local work: the keys of a .env file serve a signer in the sandbox, and nothing is left behind", async () => {
  const simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000" });
  const { id } = simulator.addKey({
    permissions: { ...TRADE_ONLY },
    accountId: "main",
    key: createSecretKey(Buffer.from(secret)),
  });
  writeFileSync(file, `BINANCE_API_KEY=${id}\nBINANCE_API_SECRET=${secret}\n`, { mode: 0o600 });
  const local = await sealLocalAccount(options({ simulatorPort: simulator.port }));
  const { settings, identity } = local;
  try {
    const { header, wraps } = new VaultDirectory(settings.vaultFolder).read(identity.account);
    assert.deepEqual(header.policy, policy);
    const signer = await startSigner({
      identity,
      vaultFolder: settings.vaultFolder,
      socketPath: join(folder, "run", "local.sock"),
      simulatorPort: simulator.port,
      unlock: unlockCommand(settings, { identity: header.identity, wraps }, {}),
    });
    const client = await SignerClient.connect(signer.socketPath);
    assert.equal((await client.request({ kind: "balances" })).status, 200);
    client.close();
    await signer.stop();
  } finally {
    local.remove();
    await simulator.close();
  }
  assert.ok(!existsSync(settings.vaultFolder));
});

test("local work: live mode with keys from .env or the environment is refused, and so is a file without keys or one that others read", async () => {
  await assert.rejects(sealLocalAccount(options({ environment: "live" })), { code: "VAULT_SECRET_IN_ENVIRONMENT" });
  const live = {
    vault: "11".repeat(16),
    account: "a",
    exchange: "binance",
    environment: "live",
    purpose: "trade",
    uid: "22".repeat(16),
  } as const;
  const start = (environment: Record<string, string>): unknown =>
    unlockCommand(
      { file: "", folder: "", vault: "", vaultFolder: "", masterKeys: [], accounts: {} },
      { identity: live, wraps: [] },
      environment,
    );
  assert.throws(() => start({ BINANCE_API_KEY: "x" }), { code: "VAULT_SECRET_IN_ENVIRONMENT" });
  start({ HOME: "/" });
  writeFileSync(file, "BINANCE_API_KEY=only-one-of-two\n", { mode: 0o600 });
  await assert.rejects(sealLocalAccount(options({})), { code: "VAULT_NO_INPUT" });
  const exposed = join(folder, "exposed.env");
  writeFileSync(exposed, "", { mode: 0o644 });
  await assert.rejects(sealLocalAccount(options({ file: exposed })), { code: "SEALED_EXPOSED_FILE" });
});
