/**
 * One writer per series: two merges at once would each lose the other's candles.
 * The lock is a file with the owner's process id. A killed owner leaves it behind, so it ends with its owner: when that
 * process is gone, or when nobody has touched it for a minute (a write takes milliseconds, and touches it each month).
 */
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";

const STALE_AFTER_MS = 60_000;
/** Between making the file and writing the owner into it lie microseconds; an owner killed just there never writes it. */
const NAMELESS_AFTER_MS = 5_000;
const RETRY_MS = 20;

export interface WriterLock {
  /** Says that the owner is alive and at work. */
  touch(): void;
  release(): void;
}

/**
 * Waits for the lock, then holds it.
 * @param path of the lock file; its folder exists
 * @throws CandlewrightError DATA_STORE_BUSY when another live process keeps it longer than the wait
 */
export function acquireLock(path: string, waitMs = 30_000): WriterLock {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return {
        touch: () => utimesSync(path, new Date(), new Date()),
        release: () => release(path),
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (isAbandoned(path)) takeAway(path);
    else if (Date.now() >= deadline) {
      throw new CandlewrightError(dataErrors.storeBusy, { file: path, detail: `Its owner is ${ownerOf(path)}.` });
    } else Atomics.wait(pause, 0, 0, RETRY_MS);
  }
}

function release(path: string): void {
  if (ownerOf(path) === `process ${process.pid}`) rmSync(path, { force: true });
}

/** Two waiters may find the same dead lock: the slower one must not take away the faster one's new lock. */
function takeAway(path: string): void {
  const away = `${path}.${process.pid}.tmp`;
  try {
    renameSync(path, away);
    if (!isAbandoned(away)) linkSync(away, path);
  } catch {
    // Another waiter was faster; the next round sees what is there.
  }
  rmSync(away, { force: true });
}

function ownerOf(path: string): string {
  try {
    return `process ${readFileSync(path, "utf8")}`;
  } catch {
    return "gone by now";
  }
}

function isAbandoned(path: string): boolean {
  let ownerId: number;
  let touchedMs: number;
  try {
    touchedMs = statSync(path).mtimeMs;
    ownerId = Number(readFileSync(path, "utf8"));
  } catch {
    return false; // released between two calls: simply try again
  }
  const untouchedMs = Date.now() - touchedMs;
  if (untouchedMs > STALE_AFTER_MS) return true;
  if (ownerId === 0) return untouchedMs > NAMELESS_AFTER_MS;
  // In a container every run may have the same id: a lock older than this process is not its own.
  if (ownerId === process.pid) return touchedMs < Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(ownerId, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
