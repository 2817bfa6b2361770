/**
 * One writer at a time: a lock file that names its owner. Node has no `flock`, so a lock whose owner has died is taken over,
 * by one process alone, which proves it with a second file made for that one dead lock.
 */
import { createHash, randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";

const maximumLockBytes = 128;
const pauseMs = 10;

export interface LockRules {
  /** How long to wait in all for another owner that lives; this blocks the thread. */
  readonly waitMs: number;
  /**
   * Age, since it was made or touched, at which a lock is dead although its process id lives: the id was given out again, as
   * containers do. To be well above the longest time for which one is held or left untouched.
   */
  readonly deadAfterMs: number;
  /** Makes the error of having waited in vain. */
  readonly busy: (detail: string) => Error;
  readonly files?: FileSystem;
}

export interface Lock {
  release(): void;
}

/**
 * Takes the lock, waiting while another process that lives holds it.
 * @param path of the lock file; its folder is made where it is missing
 * @throws what `busy` makes
 */
export function takeLock(path: string, rules: LockRules): Lock {
  const { files = nodeFileSystem, waitMs, busy } = rules;
  files.makeDirectory(dirname(path));
  const token = `${process.pid} ${randomBytes(8).toString("hex")}`;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    if (tryCreate(path, token, files)) return { release: () => release(path, token, files) };
    const holder = readHolder(path, files);
    if (holder !== undefined && isDead(holder, path, rules)) breakLock(path, holder, rules);
    else if (waitedMs >= waitMs)
      throw busy(holder === undefined ? "" : `Its owner is process ${holder.split(" ", 1)[0]}.`);
    else pause(pauseMs);
  }
}

/** A machine that slept for long while a lock was held wakes up with that lock broken, and another's may be in its place. */
function release(path: string, token: string, files: FileSystem): void {
  if (readHolder(path, files) === token) files.remove(path);
}

/**
 * Linked into place with its contents, so that a running machine never shows a lock without its owner; not synced, so after a power
 * loss there can be one, and it is dead.
 */
function tryCreate(path: string, token: string, files: FileSystem): boolean {
  const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  // A lock need not outlive the machine: to wait for the disk here would take ten times as long as all else in an order's record.
  const descriptor = files.createNew(temporary, true);
  try {
    files.write(descriptor, Buffer.from(token));
  } finally {
    files.close(descriptor);
  }
  try {
    return unless(["EEXIST", "ENOENT"], () => files.link(temporary, path));
  } finally {
    // The lock's holder may be clearing away what killed writers left behind, and this with it.
    unless(["ENOENT"], () => files.remove(temporary));
  }
}

/** @returns false where it failed with one of these codes */
function unless(codes: readonly string[], work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** @returns undefined when the lock is gone */
function readHolder(path: string, files: FileSystem): string | undefined {
  let descriptor: number;
  try {
    descriptor = files.openRead(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const buffer = Buffer.alloc(maximumLockBytes);
    return buffer.toString("utf8", 0, files.read(descriptor, buffer, 0));
  } finally {
    files.close(descriptor);
  }
}

function isDead(holder: string, path: string, { files = nodeFileSystem, deadAfterMs }: LockRules): boolean {
  const touchedMs = files.statusOf(path)?.modifiedMs;
  if (touchedMs === undefined) return false; // released between two calls: simply try again
  const now = Date.now();
  if (now - touchedMs > deadAfterMs) return true;
  const pid = Number(/^([1-9][0-9]*) [0-9a-f]{16}$/.exec(holder)?.[1]);
  if (Number.isNaN(pid)) return true;
  // A lock with our process id that is older than this process is a former life's; a younger one is another thread's.
  if (pid === process.pid) return touchedMs < now - process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** The right to remove this one dead lock is a lock itself: whoever dies holding it is dealt with in the same way. */
function breakLock(path: string, holder: string, rules: LockRules): void {
  const { files = nodeFileSystem } = rules;
  const claim = takeLock(`${path}.${createHash("sha256").update(holder).digest("hex").slice(0, 16)}`, rules);
  try {
    // Only the owner of the claim may remove this lock, so what is read here stays until it is removed; its owner may have touched it.
    if (readHolder(path, files) === holder && isDead(holder, path, rules)) files.remove(path);
  } finally {
    claim.release();
  }
}

function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
