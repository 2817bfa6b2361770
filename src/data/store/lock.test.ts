import assert from "node:assert/strict";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { acquireLock } from "./lock.ts";

const busy = (error: unknown) => error instanceof CandlewrightError && error.code === "DATA_STORE_BUSY";

test("a held lock keeps others out until it is released", (t) => {
  const path = join(temporaryFolder(t), ".writing");
  const lock = acquireLock(path);
  assert.throws(() => acquireLock(path, 50), busy);
  lock.release();
  assert.ok(!existsSync(path));
  acquireLock(path, 50).release();
});

test("another live process's lock stands until it has not been touched for a minute", (t) => {
  const path = join(temporaryFolder(t), ".writing");
  const lock = acquireLock(path);
  // As if another process had made it, long ago.
  writeFileSync(path, `${process.ppid} 0123456789abcdef`);
  const old = new Date(Date.now() - 61_000);
  utimesSync(path, old, old);
  lock.touch();
  assert.throws(() => acquireLock(path, 50), busy);
  utimesSync(path, old, old);
  acquireLock(path, 50).release();
});
