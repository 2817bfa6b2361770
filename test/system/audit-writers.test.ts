import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AuditLog } from "../../src/secrets/envelope/audit-log.ts";

const folder = mkdtempSync(join(tmpdir(), "candlewright-audit-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const script = join(import.meta.dirname, "..", "support", "audit-writer.ts");

interface Writer {
  readonly child: ChildProcess;
  /** What it said is on the disk. */
  readonly acknowledged: string[];
  readonly ended: Promise<void>;
}

function startWriter(path: string, name: string, count: number): Writer {
  const child = spawn(process.execPath, [script, path, name, String(count)], { stdio: ["ignore", "pipe", "inherit"] });
  const acknowledged: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    acknowledged.push(...lines);
  });
  return { child, acknowledged, ended: new Promise((done) => child.once("close", () => done())) };
}

test("audit log: four processes that write at once, two of them killed, build one chain that holds every acknowledged entry", async () => {
  const path = join(folder, "a.audit.jsonl");
  const writers = ["a", "b", "c", "d"].map((name) => startWriter(path, name, 100));
  for (const { child, acknowledged } of writers.slice(0, 2)) {
    // Killed in the middle of its work, wherever that is.
    while (acknowledged.length < 5) await new Promise((done) => setTimeout(done, 2));
    child.kill("SIGKILL");
  }
  await Promise.all(writers.map((writer) => writer.ended));
  const log = new AuditLog(path);
  const written = log.refresh().map((entry) => `${entry.details["name"]} ${entry.details["number"]}`);
  log.verify(Buffer.alloc(32, 5));
  assert.equal(new Set(written).size, written.length, "no entry stands twice");
  for (const { acknowledged } of writers) {
    for (const entry of acknowledged) assert.ok(written.includes(entry), `${entry} was acknowledged and is lost`);
  }
  assert.equal(written.filter((entry) => /^[cd] /.test(entry)).length, 200, "those that lived went on");
  assert.ok(!readdirSync(folder).includes("a.audit.jsonl.lock"), "no lock is left by those that lived");
});
