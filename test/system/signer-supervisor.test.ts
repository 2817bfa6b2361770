import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { startSigner } from "../../src/secrets/signer/launcher.ts";
import { SignerSupervisor } from "../../src/secrets/signer/supervisor.ts";
import { sampleOrder, SignerWorld } from "../support/signer-world.ts";

let world: SignerWorld | undefined;
let supervisor: SignerSupervisor | undefined;

afterEach(async () => {
  await supervisor?.stop();
  await world?.close();
  supervisor = undefined;
  world = undefined;
});

interface Report {
  readonly state: string;
  readonly reason: string;
}

/** The next report of this state, also one that came before it was asked for. */
async function reportOf(watched: SignerSupervisor, reports: Report[], state: string): Promise<Report> {
  for (;;) {
    const found = reports.find((report) => report.state === state);
    if (found !== undefined) return found;
    await once(watched, "state");
  }
}

async function open(): Promise<{ made: SignerWorld; watched: SignerSupervisor; reports: Report[] }> {
  const made = await SignerWorld.open();
  const watched = new SignerSupervisor((signal) => startSigner(made.launchOptions(), signal));
  world = made;
  supervisor = watched;
  await watched.start();
  const reports: Report[] = [];
  watched.on("state", (state, reason) => reports.push({ state, reason }));
  return { made, watched, reports };
}

test("a signer that is killed comes back, knowing what it sent", async () => {
  const { made, watched, reports } = await open();
  const order = sampleOrder();
  const client = await made.connect();
  assert.equal((await client.request({ kind: "placeOrder", order })).status, 200);
  const pid = watched.pid ?? 0;
  const lost = once(client, "close");
  process.kill(pid, "SIGKILL");
  await lost;
  await reportOf(watched, reports, "restarting");
  await reportOf(watched, reports, "running");
  assert.notEqual(watched.pid, pid);
  const again = await made.connect();
  await assert.rejects(again.request({ kind: "placeOrder", order }), /used before/);
  assert.equal((await again.request({ kind: "balances" })).status, 200);
});

test("a signer that must not start again is not tried again, and one that was stopped stays stopped", async () => {
  const { made, watched, reports } = await open();
  made.apiKey.permissions.withdrawals = true;
  process.kill(watched.pid ?? 0, "SIGKILL");
  const { reason } = await reportOf(watched, reports, "refused");
  assert.match(reason, /move money/);
  await watched.stop();
  assert.equal(watched.pid, undefined);
});
