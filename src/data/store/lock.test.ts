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

test("another live process's lock stands until nobody has touched it for a minute", (t) => {
  const path = join(temporaryFolder(t), ".writing");
  writeFileSync(path, String(process.ppid));
  assert.throws(() => acquireLock(path, 50), busy);
  const old = new Date(Date.now() - 61_000);
  utimesSync(path, old, old);
  acquireLock(path, 50).release();
});

test("a lock older than this process is not its own, although the ids are equal", (t) => {
  const path = join(temporaryFolder(t), ".writing");
  writeFileSync(path, String(process.pid));
  const beforeStart = new Date(Date.now() - process.uptime() * 1000 - 5000);
  utimesSync(path, beforeStart, beforeStart);
  acquireLock(path, 50).release();
});

test("an owner killed before its id was written does not keep others out for long", (t) => {
  const path = join(temporaryFolder(t), ".writing");
  writeFileSync(path, "");
  assert.throws(() => acquireLock(path, 50), busy);
  const old = new Date(Date.now() - 6_000);
  utimesSync(path, old, old);
  acquireLock(path, 50).release();
});
