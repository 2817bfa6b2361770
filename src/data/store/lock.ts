/** One writer per series: two merges at once would each lose the other's candles. */
import { utimesSync } from "node:fs";
import { CandlewrightError } from "../../engine/errors.ts";
import { type Lock, takeLock } from "../../files/lock.ts";
import { dataErrors } from "../errors.ts";

/** A write takes milliseconds, and touches its lock at each month. */
const DEAD_AFTER_MS = 60_000;

export interface WriterLock extends Lock {
  /** Says that the owner is alive and at work. */
  touch(): void;
}

/**
 * Waits for the lock, then holds it.
 * @param path of the lock file; its folder exists
 * @throws CandlewrightError DATA_STORE_BUSY when another live process keeps it longer than the wait
 */
export function acquireLock(path: string, waitMs = 30_000): WriterLock {
  const busy = (detail: string) => new CandlewrightError(dataErrors.storeBusy, { file: path, detail });
  const lock = takeLock(path, { waitMs, deadAfterMs: DEAD_AFTER_MS, busy });
  return { ...lock, touch: () => utimesSync(path, new Date(), new Date()) };
}
