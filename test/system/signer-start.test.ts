import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "node:net";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type KeyPermissions, TRADE_ONLY } from "../../simulator/keys.ts";
import { SignerRefusal } from "../../src/secrets/signer/client.ts";
import { encodeStartOptions } from "../../src/secrets/signer/start-options.ts";
import { signerArguments, SignerStartRefused } from "../../src/secrets/signer/launcher.ts";
import { sampleOrder, SignerWorld, type WorldOptions } from "../support/signer-world.ts";

let world: SignerWorld | undefined;

async function open(options: WorldOptions = {}): Promise<SignerWorld> {
  world = await SignerWorld.open(options);
  return world;
}

afterEach(async () => {
  await world?.close();
  world = undefined;
});

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof SignerStartRefused, String(error));
  assert.equal(error.code, code);
  return true;
};

for (const [permission, code] of [
  ["withdrawals", "SIGNER_KEY_CAN_MOVE_MONEY"],
  ["internalTransfer", "SIGNER_KEY_CAN_MOVE_MONEY"],
  ["universalTransfer", "SIGNER_KEY_CAN_MOVE_MONEY"],
  ["margin", "SIGNER_KEY_TOO_POWERFUL"],
  ["futures", "SIGNER_KEY_TOO_POWERFUL"],
] as const satisfies readonly (readonly [keyof KeyPermissions, string])[]) {
  test(`threats 10 withdraw-capable key: a key with the right "${permission}" is refused at the start`, async () => {
    const { start } = await opened({ apiKey: { permissions: { ...TRADE_ONLY, [permission]: true } } });
    await assert.rejects(start(), refusedWith(code));
  });
}

async function opened(options: WorldOptions) {
  const made = await open(options);
  return { start: () => made.start(), world: made };
}

test("threats 10 withdraw-capable key: a right that nobody here knows is refused, and so is a key whose rights can't be read", async () => {
  const unknown = await opened({ apiKey: { furtherFlags: { enableTeleport: true } } });
  await assert.rejects(unknown.start(), refusedWith("SIGNER_KEY_UNKNOWN_RIGHT"));
  await unknown.world.close();
  const foreign = await opened({ apiKey: { allowedAddresses: ["10.9.8.7"] } });
  await assert.rejects(foreign.start(), refusedWith("SIGNER_KEY_UNVERIFIED"));
  await foreign.world.close();
  const unreachable = await opened({});
  await assert.rejects(unreachable.world.start({ simulatorPort: 1 }), refusedWith("SIGNER_KEY_UNVERIFIED"));
});

test("an account that is sealed for reading trades nothing", async () => {
  const { world, start } = await opened({
    purpose: "read",
    apiKey: { permissions: { ...TRADE_ONLY, spotTrading: false } },
  });
  await start();
  const client = await world.connect();
  assert.equal((await client.request({ kind: "balances" })).status, 200);
  const order = sampleOrder({ side: "sell" });
  await assert.rejects(client.request({ kind: "placeOrder", order }), (error: unknown) => {
    return error instanceof SignerRefusal && error.code === "SIGNER_READ_ONLY_ACCOUNT";
  });
  assert.equal(world.simulator.requests.filter(({ method }) => method !== "GET").length, 0);
});

test("the socket is open to its owner alone, and one account has one signer", async () => {
  const { world, start } = await opened({});
  await start();
  assert.equal(statSync(world.socketPath).mode & 0o777, 0o600);
  await assert.rejects(start(), (error: unknown) => (error as { code?: string }).code === "SIGNER_SOCKET_IN_USE");
});

test("a folder that others can enter or write to is no place for the socket; control: one of one's own is", async () => {
  const { world, start } = await opened({});
  const folder = join(world.folder, "run");
  mkdirSync(folder);
  for (const mode of [0o777, 0o755]) {
    chmodSync(folder, mode);
    await assert.rejects(start(), (error: unknown) => (error as { code?: string }).code === "SEALED_EXPOSED_FILE");
  }
  chmodSync(folder, 0o700);
  await start();
});

test("an unlocking process that fails leaves no signer behind, and the log says so", async () => {
  const { world } = await opened({});
  const unlock = { program: process.execPath, arguments: ["-e", "process.exit(3)"], environment: {} };
  await assert.rejects(world.start({ unlock }), refusedWith("SIGNER_NO_DATA_KEY"));
  assert.match(readFileSync(world.auditPath, "utf8"), /"unlock-failed".*SIGNER_NO_DATA_KEY/);
});

test("a socket's path that no system takes is refused with its reason", async () => {
  const { world } = await opened({});
  const socketPath = join(world.folder, "x".repeat(120), "s.sock");
  await assert.rejects(world.start({ socketPath }), /may have 103 bytes/);
});

test("an unlocking program that is not there is an error, not a wait without end", async () => {
  const { world } = await opened({});
  const unlock = { program: "/nowhere/unlock", arguments: [], environment: {} };
  await assert.rejects(world.start({ unlock }));
  await assert.rejects(world.start({ nodePath: "/nowhere/node" }));
});

test("a changed envelope is refused before the data key is asked to open it", async () => {
  const { world, start } = await opened({});
  writeFileSync(world.envelopePath, readFileSync(world.envelopePath, "utf8").replace('"1000"', '"9000"'));
  await assert.rejects(
    start(),
    (error: unknown) => error instanceof SignerStartRefused && error.code.startsWith("SEALED_"),
  );
});

test("a signer that is stopped finishes what is open, and does not wait for a client that never leaves", async () => {
  const { world } = await opened({});
  const signer = await world.start();
  const client = await world.connect();
  const stuck = connect({ path: world.socketPath, allowHalfOpen: true });
  await once(stuck, "connect");
  world.simulator.hold(({ method }) => method === "POST");
  const placed = client.request({ kind: "placeOrder", order: sampleOrder() });
  while (!world.simulator.requests.some(({ method }) => method === "POST")) await delay(10);
  const stopped = signer.stop();
  await delay(100);
  const late = client.request({ kind: "balances" });
  await assert.rejects(late, (error: unknown) => error instanceof SignerRefusal && error.code === "SIGNER_BUSY");
  world.simulator.release();
  assert.equal((await placed).status, 200);
  await stopped;
  assert.equal(await signer.exited, 0);
  stuck.destroy();
});

test("a signer whose supervisor is gone ends by itself", async () => {
  const { world } = await opened({});
  const signer = await world.start();
  signer.abandon();
  assert.equal(await signer.exited, 0);
});

/** Starts the signer's program by hand; its descriptor 3 is a pipe that nobody writes to. */
function startByHand(
  options: string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  assert.ok(world !== undefined);
  const started = [...options, ...signerArguments(world.vaultFolder), encodeStartOptions(world.launchOptions())];
  const child = spawn(process.execPath, started, { env: environment, stdio: ["pipe", "pipe", "pipe", "pipe"] });
  return new Promise((resolve) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

test("threats 21 debug hooks: debug hooks stop the signer before it asks for the data key", async () => {
  const made = await open();
  const before = readFileSync(made.auditPath, "utf8");
  const cases: [string[], Record<string, string>, RegExp][] = [
    [["--inspect=0"], {}, /SIGNER_UNSAFE_OPTION/],
    [[`--tls-keylog=${made.folder}/keys`], {}, /SIGNER_UNSAFE_OPTION/],
    [["--report-on-signal"], {}, /SIGNER_UNSAFE_OPTION/],
    [["--heapsnapshot-signal=SIGUSR2"], {}, /SIGNER_UNSAFE_OPTION/],
    [[], { NODE_OPTIONS: "--no-deprecation" }, /SIGNER_UNSAFE_ENVIRONMENT.*NODE_OPTIONS/],
    [[], { SSLKEYLOGFILE: `${made.folder}/keys` }, /SIGNER_UNSAFE_ENVIRONMENT/],
    [[], { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, /SIGNER_UNSAFE_ENVIRONMENT/],
    [[], { NODE_EXTRA_CA_CERTS: "/etc/hosts" }, /SIGNER_UNSAFE_ENVIRONMENT/],
    [[], { BINANCE_API_SECRET: "x" }, /SIGNER_UNSAFE_ENVIRONMENT/],
  ];
  for (const [options, environment, reason] of cases) {
    const { code, output } = await startByHand(options, environment);
    assert.equal(code, 78, output);
    assert.match(output, reason);
  }
  // The vault was not even opened: its log has no new line.
  assert.equal(readFileSync(made.auditPath, "utf8"), before);
});
