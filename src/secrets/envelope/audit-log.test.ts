import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ModelFileSystem } from "../../../test/support/model-file-system.ts";
import { AuditLog, readAuditLog } from "./audit-log.ts";

const key = Buffer.alloc(32, 5);
const path = "/vault/a.audit.jsonl";

function logOf(events: number): ModelFileSystem {
  const files = new ModelFileSystem();
  files.makeDirectory("/vault");
  const log = new AuditLog(path, files);
  for (let index = 0; index < events; index++) log.append("order-denied", { index }, key);
  return files;
}

function linesOf(files: ModelFileSystem): string[] {
  const descriptor = files.openRead(path);
  const bytes = Buffer.alloc(files.status(descriptor).size);
  files.read(descriptor, bytes, 0);
  return bytes.toString().split("\n").slice(0, -1);
}

function withLines(lines: readonly string[], end = "\n"): ModelFileSystem {
  const files = new ModelFileSystem();
  files.makeDirectory("/vault");
  const descriptor = files.openAppend(path);
  files.write(descriptor, Buffer.from(lines.join("\n") + (lines.length > 0 ? end : "")));
  return files;
}

test("audit log: two writers that share a file build one chain", () => {
  const files = logOf(1);
  const [first, second] = [new AuditLog(path, files), new AuditLog(path, files)];
  for (let turn = 0; turn < 5; turn++) (turn % 2 === 0 ? first : second).append("opened", { turn }, key);
  const entries = readAuditLog(path, files);
  assert.deepEqual(
    entries.map((entry) => entry.index),
    [0, 1, 2, 3, 4, 5],
  );
  second.refresh();
  second.verify(key);
});

test("threats 27 audit tamper: an edit, a removal, a swap or an insertion is refused, naming the index", () => {
  const lines = linesOf(logOf(6));
  const swapped = lines.toSpliced(2, 2, lines[3], lines[2]);
  const attacks: [string, string[], number][] = [
    ["edit", lines.with(2, lines[2].replace('"index":2}', '"index":9}')), 3],
    ["remove", lines.toSpliced(2, 1), 2],
    ["swap", swapped, 2],
    ["insert", lines.toSpliced(2, 0, lines[1]), 2],
    ["space", lines.with(2, lines[2].replace('"mac":', '"mac": ')), 2],
    ["doubled name", lines.with(2, lines[2].replace('{"index":2', '{"index":7,"index":2')), 2],
  ];
  for (const [name, attacked, index] of attacks) {
    assert.throws(
      () => readAuditLog(path, withLines(attacked)),
      { code: "SEALED_AUDIT_TAMPERED", message: new RegExp(`Entry ${index}:`) },
      name,
    );
  }
});

test("threats 27 audit tamper: a chain rebuilt without the key is refused; control: without the key it looks whole", () => {
  const lines = linesOf(logOf(4));
  let previous = "0".repeat(64);
  const forged = lines.map((line, index) => {
    const entry = JSON.parse(line);
    entry.previous = previous;
    if (index === 1) entry.details = { index: 999 };
    const text = JSON.stringify(entry);
    previous = createHash("sha256").update(text).digest("hex");
    return text;
  });
  const log = new AuditLog(path, withLines(forged));
  assert.equal(log.refresh().length, 4);
  assert.throws(() => log.verify(key), { code: "SEALED_AUDIT_TAMPERED", message: /Entry 1:/ });

  const unkeyed = forged.with(3, JSON.stringify({ ...JSON.parse(forged[3]), mac: "" }));
  const second = new AuditLog(path, withLines(unkeyed.toSpliced(1, 1, lines[1])));
  assert.throws(() => (second.refresh(), second.verify(key)), { code: "SEALED_AUDIT_TAMPERED" });
});

test("threats 27 audit tamper: a log cut below an envelope's anchor is refused", () => {
  const files = logOf(4);
  const log = new AuditLog(path, files);
  log.refresh();
  const { anchor } = log;
  const cut = new AuditLog(path, withLines(linesOf(files).slice(0, 3)));
  cut.refresh();
  assert.throws(() => cut.requireAnchor(anchor), { code: "SEALED_AUDIT_TAMPERED", message: /Entry 3:/ });
  cut.append("order-denied", { index: 3 }, key, new Date("2026-11-23T10:00:00Z"));
  assert.throws(() => cut.requireAnchor(anchor), { code: "SEALED_AUDIT_TAMPERED" });
});

test("audit log: a torn last line is dropped and overwritten", () => {
  const lines = linesOf(logOf(3));
  const files = withLines([...lines, lines[2].slice(0, 40)], "");
  const log = new AuditLog(path, files);
  assert.equal(log.refresh().length, 3);
  log.append("opened", {}, key);
  assert.equal(readAuditLog(path, files).length, 4);
});

test("audit log: a running writer notices that the file was cut or removed", () => {
  const files = logOf(3);
  const log = new AuditLog(path, files);
  log.refresh();
  files.remove(path);
  assert.throws(() => log.append("opened", {}, key), { code: "SEALED_AUDIT_TAMPERED" });
});
