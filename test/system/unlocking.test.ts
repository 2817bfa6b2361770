import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TRADE_ONLY } from "../../simulator/keys.ts";
import { startSimulator, type Simulator } from "../../simulator/simulator.ts";
import { VaultDirectory } from "../../src/secrets/envelope/vault-directory.ts";
import { keyServiceCommand, unlockCommand } from "../../src/secrets/keys/launch.ts";
import { expectedIdentity, readSecretsSettings } from "../../src/secrets/settings.ts";
import { SignerClient } from "../../src/secrets/signer/client.ts";
import { startSigner, type LaunchOptions } from "../../src/secrets/signer/launcher.ts";
import { CommandFolder } from "../support/command-runs.ts";
import { AwsKms, awsCredentials } from "../support/kms/aws-kms.ts";

/** The whole way: a vault under AWS KMS, made and filled by the command, opened for a signer by the unlocking process. */
const secret = "CANARYsecretCANARYsecretCANARYsecret";
const folder = new CommandFolder();
const aws = new AwsKms();
const environment = { AWS_ACCESS_KEY_ID: awsCredentials.id, AWS_SECRET_ACCESS_KEY: awsCredentials.secret };
let simulator: Simulator;

before(async () => {
  await aws.listen();
  simulator = await startSimulator();
  simulator.exchange.openAccount("main", { USDT: "1000" });
  const key = createSecretKey(Buffer.from(secret));
  const { id } = simulator.addKey({ permissions: { ...TRADE_ONLY }, accountId: "main", key });
  const init = [
    "vault",
    "init",
    "--provider",
    "aws-kms",
    "--key-id",
    aws.keyArn,
    "--endpoint",
    aws.address,
    "--no-node-copy",
  ];
  const made = await folder.run(init, [], environment);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stderr, /"kms:Encrypt"/);
  const set = [
    "vault",
    "set",
    "binance-main",
    "--environment",
    "simulator",
    "--simulator-port",
    String(simulator.port),
  ];
  const sealed = await folder.run(set, [id, secret], environment);
  assert.equal(sealed.code, 0, sealed.stderr);
});
after(async () => {
  await Promise.all([aws.close(), simulator.close()]);
  folder.remove();
});

function launchOptions(): LaunchOptions {
  const settings = readSecretsSettings(join(folder.path, "config"));
  const { header, wraps } = new VaultDirectory(settings.vaultFolder).read("binance-main");
  return {
    identity: expectedIdentity(settings, "binance-main"),
    vaultFolder: settings.vaultFolder,
    socketPath: join(folder.path, "run", "main.sock"),
    simulatorPort: simulator.port,
    unlock: unlockCommand(settings, { identity: header.identity, wraps }, { HOME: folder.path, ...environment }),
  };
}

test("threats 09 key service outage: the signer is opened once and goes on without its key service; a restart is refused with the reason", async () => {
  const asked = aws.requests;
  const signer = await startSigner(launchOptions());
  const client = await SignerClient.connect(signer.socketPath);
  try {
    assert.equal((await client.request({ kind: "balances" })).status, 200);
    assert.equal(aws.requests, asked + 1);
    aws.state = "Disabled";
    assert.equal((await client.request({ kind: "balances" })).status, 200, "a running signer needs no key service");
    assert.equal(aws.requests, asked + 1);
  } finally {
    client.close();
    await signer.stop();
  }
  await assert.rejects(startSigner(launchOptions()), (error: { code: string }) => error.code === "SIGNER_NO_DATA_KEY");
  const command = await folder.run(["vault", "verify", "binance-main"], [], environment);
  assert.match(command.stderr, /VAULT_PROVIDER_REFUSED/);
  assert.match(command.stderr, /DisabledException/);
  aws.state = "Enabled";
});

test("threats 20 argv and environment: the unlocking process gets the provider's variables and no other, and no secret as an argument", () => {
  const settings = readSecretsSettings(join(folder.path, "config"));
  const { header, wraps } = new VaultDirectory(settings.vaultFolder).read("binance-main");
  const inherited = {
    ...environment,
    HOME: folder.path,
    BINANCE_API_SECRET: secret,
    NODE_OPTIONS: "--require x",
    LD_PRELOAD: "x",
    AWS_ENDPOINT_URL: "http://thief.example",
    AWS_ENDPOINT_URL_KMS: "http://thief.example",
  };
  const command = unlockCommand(settings, { identity: header.identity, wraps }, inherited);
  assert.deepEqual(Object.keys(command.environment).sort(), [
    "AWS_ACCESS_KEY_ID",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_SECRET_ACCESS_KEY",
    "CANDLEWRIGHT_UNLOCK",
    "HOME",
  ]);
  assert.ok(command.arguments.includes("--permission"));
  assert.doesNotMatch(command.arguments.join(" "), new RegExp(`CANARY|${awsCredentials.secret}`));
  // Arguments are for every user of the machine to read, and the sealed file is for one.
  for (const { wrapped } of wraps) assert.ok(!command.arguments.join(" ").includes(wrapped.toString("base64")));
});

test("threats 04 forged file: where a key service is, no variable says; control: where its credentials are, variables do", () => {
  const addresses = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_KMS", "GOOGLE_CLOUD_UNIVERSE_DOMAIN", "VAULT_ADDR"];
  const credentials = ["AWS_ACCESS_KEY_ID", "GOOGLE_APPLICATION_CREDENTIALS", "VAULT_TOKEN"];
  const variables = Object.fromEntries([...addresses, ...credentials].map((name) => [name, "x"]));
  const options = { address: "https://vault.example:8200" };
  const masterKeys = (["aws-kms", "gcp-kms", "vault-transit"] as const).map(
    (provider) => ({ provider, keyId: "transit/x", role: "primary", options }) as const,
  );
  const passed = Object.keys(keyServiceCommand({ masterKeys }, variables, {}, undefined).environment);
  for (const name of addresses) assert.ok(!passed.includes(name), name);
  for (const name of credentials) assert.ok(passed.includes(name), name);
});

test("a live account does not start beside an exchange key in the environment; one of the sandbox does", () => {
  const settings = readSecretsSettings(join(folder.path, "config"));
  const { header, wraps } = new VaultDirectory(settings.vaultFolder).read("binance-main");
  const start = (kind: "live" | "simulator", variables: Record<string, string>): unknown =>
    unlockCommand(settings, { identity: { ...header.identity, environment: kind }, wraps }, variables);
  assert.throws(() => start("live", { BINANCE_API_KEY: "x" }), { code: "VAULT_SECRET_IN_ENVIRONMENT" });
  start("live", { HOME: folder.path });
  start("simulator", { BINANCE_API_KEY: "x" });
});

test("the unlocking process can't read the vault: node's permission model refuses; control: it reads its own code", () => {
  const settings = readSecretsSettings(join(folder.path, "config"));
  const path = new VaultDirectory(settings.vaultFolder).envelopePath("binance-main");
  const { header, wraps } = new VaultDirectory(settings.vaultFolder).read("binance-main");
  const { program, arguments: words } = unlockCommand(settings, { identity: header.identity, wraps }, environment);
  const options = words.filter((word) => word.startsWith("--"));
  const read = (file: string): number | null =>
    spawnSync(program, [...options, "-e", `require("fs").readFileSync(${JSON.stringify(file)})`], { env: {} }).status;
  assert.notEqual(read(path), 0);
  assert.equal(read(join(import.meta.dirname, "..", "..", "src", "secrets", "keys", "unlock.ts")), 0);
});

test("os-keychain: on a machine without a desktop, init says that there is no keychain and what to use instead", async () => {
  const bare = new CommandFolder();
  try {
    const run = await bare.run(["vault", "init", "--provider", "os-keychain", "--no-node-copy"]);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /VAULT_NO_KEYCHAIN[\s\S]*--provider key-file/);
    // Not even asked for its entry: the kernel's keyring would be there, and forgets a master key at the next boot.
    assert.doesNotMatch(run.stderr, /It has no entry/);
  } finally {
    bare.remove();
  }
});
