import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { chownSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { SignerRefusal } from "../../src/secrets/signer/client.ts";
import { countInMemory, spellings } from "../support/memory-scan.ts";
import { sampleOrder, SignerWorld } from "../support/signer-world.ts";

/** Where the secret is while the signer works, and who can get at it there. Linux: it reads /proc. */

const run = promisify(execFile);
const skip = process.platform === "linux" ? false : "needs /proc of Linux";
const skipUnlessRoot = skip || (process.getuid?.() === 0 ? false : "needs root, to become another user");
/** Nobody. */
const USER = 65_534;
// Never whole in this file's own code: the scan of this process must find what leaked here, not the literal.
const PIECES = ["canary", "7f3a9c", "secret", "e1b5d8", "0246"];
const makeSecret = () => Buffer.from(PIECES.join("-"));

let world: SignerWorld | undefined;
const children: ChildProcess[] = [];

async function open(): Promise<SignerWorld> {
  world = await SignerWorld.open({ secret: makeSecret() });
  return world;
}

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
  }
  await world?.close();
  world = undefined;
});

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

test("threats 16 copies in memory: after 2,000 signed requests the signer's memory holds at most one copy of the secret", {
  skip,
}, async () => {
  const made = await open();
  const signer = await made.start();
  const client = await made.connect();
  // Right after the start nothing was overwritten by chance yet: this is what erasing alone achieves.
  assert.equal(total(countInMemory(signer.pid, spellings(makeSecret()))), 1);
  assert.equal(
    total(countInMemory(signer.pid, new Map([["bytes", made.dataKey()]]))),
    0,
    "the data key is still there",
  );
  for (let round = 0; round < 40; round += 1) {
    const burst = Array.from({ length: 50 }, () => client.request({ kind: "openOrders", symbol: "BTC/USDT" }));
    const answers = await Promise.all(burst);
    // The simulator's weight limit is Binance's: 1,000 such requests a minute. Those it refuses were signed all the same.
    for (const { status } of answers) assert.ok(status === 200 || status === 429);
  }
  const signed = made.simulator.requests.filter(({ query }) => query.includes("signature=")).length;
  assert.ok(signed >= 2_000, `only ${signed}`);
  const needles = spellings(makeSecret());
  const counts = countInMemory(signer.pid, needles);
  assert.ok(total(counts) <= 1, JSON.stringify(counts));
  // Control for the scan itself: it finds what is known to be there, the key's public id.
  assert.ok((countInMemory(signer.pid, spellings(Buffer.from(made.apiKey.id)))["utf8"] ?? 0) > 0);
});

for (const credential of ["ed25519", "es256"] as const) {
  test(`threats 16 copies in memory: a private key (${credential}) lies in the signer's memory once, its file form not at all`, {
    skip,
  }, async () => {
    const exchange = credential === "ed25519" ? "binance" : "coinbase";
    const made = await SignerWorld.open({ credential, exchange, policy: { symbols: [] } });
    world = made;
    const signer = await made.start();
    const client = await made.connect();
    for (let round = 0; round < 100; round += 1) await client.request({ kind: "openOrders" });
    const der = made.secret();
    // Where PKCS#8 keeps the 32 bytes of each kind (RFC 8410; RFC 5915), which OpenSSL may hold in either byte order.
    const scalar = credential === "ed25519" ? der.subarray(-32) : der.subarray(36, 68);
    const copies = countInMemory(
      signer.pid,
      new Map([
        ["kept", scalar],
        ["reversed", Buffer.from(scalar).reverse()],
      ]),
    );
    assert.equal(total(copies), 1);
    assert.equal(total(countInMemory(signer.pid, spellings(der))), 0);
  });
}

test("threats 16 copies in memory: opening an envelope leaves one copy, and erasing that leaves none", {
  skip,
}, async () => {
  const made = await open();
  const script = join(import.meta.dirname, "..", "support", "open-envelope.ts");
  const child = spawn(process.execPath, [script, made.envelopePath, made.keyPath], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  for (const expected of [1, 0]) {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    assert.equal(total(countInMemory(child.pid ?? 0, spellings(makeSecret()))), expected);
    child.stdin.write(".");
  }
});

test("threats 16 copies in memory: control, a process that signs with a string holds a copy for every signature", {
  skip,
}, async () => {
  const script = `const { createHmac } = require("node:crypto");
    const secret = Buffer.from(process.argv[1], "hex").toString();
    for (let i = 0; i < 2000; i++) createHmac("sha256", secret).update("timestamp=" + i).digest("hex");
    process.stdout.write("done\\n"); setInterval(() => secret.length, 1000);`;
  const child = spawn(process.execPath, ["-e", script, makeSecret().toString("hex")], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const copies = countInMemory(child.pid ?? 0, spellings(makeSecret()))["utf8"] ?? 0;
  assert.ok(copies > 100, `${copies}`);
});

test("threats 01 leak, 19 log leak, 20 argv and environment: the secret is in no file, log, answer, error, command line or environment", {
  skip,
}, async () => {
  const made = await open();
  const signer = await made.start();
  const client = await made.connect();
  const seen: string[] = [];
  const ask = async (request: Parameters<typeof client.request>[0]) => {
    try {
      seen.push(JSON.stringify(await client.request(request)));
    } catch (error) {
      assert.ok(error instanceof SignerRefusal);
      seen.push(`${error.stack} ${error.code} ${error.why} ${error.fix}`);
    }
  };
  await ask({ kind: "balances" });
  await ask({ kind: "keyPermissions" });
  await ask({ kind: "placeOrder", order: sampleOrder() });
  await ask({ kind: "placeOrder", order: sampleOrder({ symbol: "VIA/BTC" }) });
  await ask({ kind: "placeOrder", order: sampleOrder({ quoteQuantity: "0.0000000001" }) });
  await ask({ kind: "queryOrder", reference: { symbol: "BTC/USDT", clientOrderId: "never" } });
  for (const file of ["cmdline", "environ"]) seen.push(readFileSync(`/proc/${signer.pid}/${file}`, "latin1"));
  await made.simulator.close();
  await ask({ kind: "placeOrder", order: sampleOrder({ side: "sell" }) });
  await ask({ kind: "balances" });
  for (const name of readdirSync(made.folder, { recursive: true, encoding: "utf8" })) {
    const path = join(made.folder, name);
    if (statSync(path).isFile()) seen.push(readFileSync(path, "latin1"));
  }
  assert.ok(seen.length > 10);
  for (const [name, needle] of spellings(makeSecret())) {
    for (const text of seen) assert.ok(!Buffer.from(text, "latin1").includes(needle), `${name}: ${text.slice(0, 200)}`);
  }
  // No signature came back either: it would be worth as much for as long as its window is open.
  const signature = /signature=|X-MBX-APIKEY/i;
  for (const text of seen) assert.doesNotMatch(text, signature);
});

test("threats 16 copies in memory: the process that starts the signer never holds the secret, nor the data key's pipe", {
  skip: skipUnlessRoot,
}, async () => {
  const made = await open();
  const runner = await startRunner(made, "");
  assert.equal(total(countInMemory(runner.pid, spellings(makeSecret()))), 0);
  // Control: the same scan finds it in the signer.
  assert.equal(total(countInMemory(runner.signerPid, spellings(makeSecret()))), 1);
});

/** Runs launcher and signer as another user. */
async function startRunner(
  made: SignerWorld,
  copyPath: string,
): Promise<{ pid: number; signerPid: number; child: ChildProcess }> {
  made.giveTo(USER, (path, userId) => chownSync(path, userId, userId));
  const script = join(import.meta.dirname, "..", "support", "run-signer.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(made.launchOptions()), copyPath], {
    uid: USER,
    gid: USER,
    env: {},
    cwd: made.folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.once("exit", () => reject(new Error("the signer did not start")));
  });
  return { pid: child.pid ?? 0, signerPid: Number(line), child };
}

/** What another process of the same user gets when it reads the signer's memory. */
async function readMemoryAs(userId: number, pid: number): Promise<string> {
  const script = join(import.meta.dirname, "..", "support", "memory-scan.ts");
  const program = `
    const { countInMemory, spellings } = await import(${JSON.stringify(script)});
    try { console.log(countInMemory(${pid}, spellings(Buffer.from(${JSON.stringify(makeSecret().toString("hex"))}, "hex"))).utf8 ?? 0); }
    catch (error) { console.log(error.code); }`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    uid: userId,
    gid: userId,
    env: {},
    cwd: "/",
  });
  return stdout.trim();
}

test("threats 15 memory read by the same user: a process of the same user can't read the signer's memory, and no core is dumped (control: with a readable Node it can)", {
  skip: skipUnlessRoot,
}, async () => {
  const open1 = await open();
  const exposed = await startRunner(open1, "");
  assert.equal(await readMemoryAs(USER, exposed.signerPid), "1");
  exposed.child.stdin?.end();
  await open1.close();

  const open2 = await open();
  const sealed = await startRunner(open2, join(open2.folder, "node"));
  assert.equal(await readMemoryAs(USER, sealed.signerPid), "EACCES");
  for (const file of ["maps", "environ"]) {
    await assert.rejects(
      run("/bin/cat", [`/proc/${sealed.signerPid}/${file}`], { uid: USER, gid: USER }),
      /Permission denied/,
    );
  }
  process.kill(sealed.signerPid, "SIGABRT");
  await delay(300);
  assert.ok(!readdirSync(open2.folder).some((name) => name.startsWith("core")));
});

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

test("threats 15 memory read by the same user: the signer's core dumps are off, whatever the system says", {
  skip,
}, async () => {
  const made = await open();
  const { pid } = await made.start();
  assert.match(readFileSync(`/proc/${pid}/limits`, "utf8"), /Max core file size +0 +0 /);
  assert.equal(readFileSync(`/proc/${pid}/environ`, "utf8"), "");
});

test("threats 14 child attacks parent: SIGUSR1 opens no inspector in the signer (control: it does in a plain Node)", {
  skip,
}, async () => {
  const plain = spawn(process.execPath, ["--inspect-port=0", "-e", "console.log(1); setInterval(() => {}, 1000)"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(plain);
  await new Promise((resolve) => plain.stdout.once("data", resolve));
  plain.kill("SIGUSR1");
  const [said] = (await new Promise((resolve) => plain.stderr.once("data", (chunk) => resolve([chunk])))) as [Buffer];
  assert.match(said.toString(), /Debugger listening/);

  const made = await open();
  const signer = await made.start();
  const client = await made.connect();
  const inspectorWasOpen = await canConnect(9229);
  process.kill(signer.pid, "SIGUSR1");
  await delay(300);
  assert.equal(await canConnect(9229), inspectorWasOpen);
  const listening = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .filter((line) => line.includes(" 0A "));
  const sockets = existsSync(`/proc/${signer.pid}/fd`)
    ? (await run("ls", ["-l", `/proc/${signer.pid}/fd`])).stdout
    : "";
  for (const line of listening) {
    const inode = line.trim().split(/\s+/)[9] ?? "?";
    assert.ok(!sockets.includes(`socket:[${inode}]`), "the signer listens on a TCP port");
  }
  assert.equal((await client.request({ kind: "balances" })).status, 200);
});

test("the secret that these tests look for is the one that signs", async () => {
  const made = await open();
  await made.start();
  await (await made.connect()).request({ kind: "balances" });
  const { query } = made.simulator.requests.findLast(({ path }) => path === "/api/v3/account") ?? { query: "" };
  const [payload = "", signature] = query.split("&signature=");
  assert.equal(createHmac("sha256", makeSecret()).update(payload).digest("hex"), signature);
});
