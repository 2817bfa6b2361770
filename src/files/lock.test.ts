import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ModelFileSystem, PowerLoss } from "../../test/support/model-file-system.ts";
import type { FileSystem } from "./file-system.ts";
import { type Lock, takeLock } from "./lock.ts";

const path = "/vault/a.lock";
const DEAD_AFTER_MS = 60_000;
const TOKEN = "0123456789abcdef";
/** Above the highest process id that Linux gives. */
const NOBODY = 4_194_304;

function take(lockPath: string, files?: FileSystem, waitMs = 0): Lock {
  const busy = (detail: string) => new Error(`busy: ${detail}`);
  return takeLock(lockPath, { waitMs, deadAfterMs: DEAD_AFTER_MS, busy, ...(files === undefined ? {} : { files }) });
}

function lockFile(t: TestContext, content: string, ageMs = 0): string {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "a.lock");
  writeFileSync(file, content);
  const time = new Date(Date.now() - ageMs);
  utimesSync(file, time, time);
  return file;
}

test("one holder at a time; what its holder gives back can be taken again", () => {
  const files = new ModelFileSystem();
  const first = take(path, files);
  assert.throws(() => take(path, files, 20), { message: `busy: Its owner is process ${process.pid}.` });
  first.release();
  take(path, files).release();
  assert.deepEqual(files.list("/vault"), []);
});

test("who comes back after its lock was broken does not give away another's", () => {
  const files = new ModelFileSystem();
  const sleeper = take(path, files);
  files.remove(path);
  const other = take(path, files);
  sleeper.release();
  assert.notEqual(files.statusOf(path), undefined);
  other.release();
  assert.equal(files.statusOf(path), undefined);
});

test("a dead owner's lock falls at once, and leaves nothing behind", (t) => {
  const file = lockFile(t, `${NOBODY} ${TOKEN}`);
  take(file).release();
  assert.deepEqual(readdirSync(join(file, "..")), []);
});

test("a lock that names no owner, as a loss of power leaves it, falls at once", (t) => {
  for (const content of ["", "12", `${process.ppid}`, `0 ${TOKEN}`, `${process.ppid} ${TOKEN}\n`])
    take(lockFile(t, content)).release();
});

test("a living owner's lock stands until nobody has touched it for so long", (t) => {
  const file = lockFile(t, `${process.ppid} ${TOKEN}`, DEAD_AFTER_MS - 2000);
  assert.throws(() => take(file, undefined, 30), { message: `busy: Its owner is process ${process.ppid}.` });
  take(lockFile(t, `${process.ppid} ${TOKEN}`, DEAD_AFTER_MS + 1000)).release();
});

test("a lock with this process's id is a former life's where it is older, and another thread's where it is not", (t) => {
  const ageOfProcess = process.uptime() * 1000;
  take(lockFile(t, `${process.pid} ${TOKEN}`, ageOfProcess + 1000)).release();
  assert.throws(() => take(lockFile(t, `${process.pid} ${TOKEN}`)), /busy/);
});

test("its owner's touch in the last moment saves a lock that was about to be broken", () => {
  const files = new ModelFileSystem();
  files.makeDirectory("/vault");
  files.write(files.createNew(path), Buffer.from(`${process.ppid} ${TOKEN}`));
  const statusOf = files.statusOf.bind(files);
  let asked = 0;
  files.statusOf = (name) => {
    const status = statusOf(name);
    if (name !== path || status === undefined) return status;
    return { ...status, modifiedMs: asked++ === 0 ? Date.now() - DEAD_AFTER_MS - 1000 : Date.now() };
  };
  assert.throws(() => take(path, files, 20), /busy/);
  assert.deepEqual(files.list("/vault"), ["a.lock"]);
});

test("what a holder clears away while another makes its own is made again", () => {
  const files = new ModelFileSystem();
  const link = files.link.bind(files);
  let cleared = 0;
  files.link = (from, to) => {
    if (cleared++ === 0) files.remove(from);
    link(from, to);
  };
  take(path, files, 20).release();
  assert.equal(cleared, 2);
  assert.deepEqual(files.list("/vault"), []);
});

/** Stops the world before each operation in turn. @returns how many there are */
function killedAtEach(prepared: () => ModelFileSystem, look: (after: ModelFileSystem) => void): number {
  for (let n = 0; ; n++) {
    const files = prepared();
    files.failAt = files.operations + n;
    try {
      take(path, files).release();
      return n;
    } catch (error) {
      assert.ok(error instanceof PowerLoss, String(error));
    }
    look(files.afterKill());
  }
}

test("killed before any of its steps, it keeps nobody out", () => {
  const free = () => new ModelFileSystem();
  const left = () => {
    const files = new ModelFileSystem();
    take(path, files);
    return files.afterKill();
  };
  const takesAtOnce = (files: ModelFileSystem) => {
    take(path, files).release();
    assert.equal(files.statusOf(path), undefined);
  };
  assert.ok(killedAtEach(free, takesAtOnce) >= 7);
  // Breaking a dead lock: killed at each of its steps, and its successor again.
  const steps = killedAtEach(left, (after) => {
    killedAtEach(() => after.afterKill(), takesAtOnce);
  });
  assert.ok(steps >= 18, `${steps} steps`);
});
