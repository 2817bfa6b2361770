import assert from "node:assert/strict";
import { test } from "node:test";
import { ModelFileSystem } from "../../../test/support/model-file-system.ts";
import { takeLock } from "./lock.ts";

const path = "/vault/a.lock";

test("lock: one holder at a time; what its holder gives back can be taken again", () => {
  const files = new ModelFileSystem();
  const first = takeLock(path, files);
  assert.throws(() => takeLock(path, files, 20), { code: "SEALED_LOCKED" });
  first.release();
  takeLock(path, files, 0).release();
  assert.equal(files.statusOf(path), undefined);
});

test("lock: who comes back after its lock was broken does not give away another's", () => {
  const files = new ModelFileSystem();
  const sleeper = takeLock(path, files);
  files.remove(path);
  const other = takeLock(path, files, 0);
  sleeper.release();
  assert.notEqual(files.statusOf(path), undefined);
  other.release();
  assert.equal(files.statusOf(path), undefined);
});
