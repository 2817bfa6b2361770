/**
 * One writer at a time: a lock file that names its owner. Node has no `flock`, so a lock whose owner has died is taken over,
 * by one process alone, which proves it with a second file made for that one dead lock.
 */
import { createHash, randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { SealedError } from "./errors.ts";
import { nodeFileSystem, type VaultFileSystem } from "./file-system.ts";

const maximumLockBytes = 128;
/** Locks are held for milliseconds. One this old belongs to a process id that was given out again, as containers do. */
const deadAfterMs = 600_000;
/** Tokens of the locks that this process holds: a lock with our process id that is not among them is a former life's. */
const held = new Set<string>();

export interface Lock {
  release(): void;
}

/**
 * Takes the lock, waiting while another process that lives holds it.
 * @param waitMs how long to wait in all; this blocks the thread (a write takes milliseconds)
 * @throws SealedError `locked`
 */
export function takeLock(path: string, files: VaultFileSystem = nodeFileSystem, waitMs = 5000): Lock {
  files.makeDirectory(dirname(path));
  const token = `${process.pid} ${randomBytes(8).toString("hex")}`;
  for (let waitedMs = 0; ; waitedMs += 10) {
    if (tryCreate(path, token, files)) {
      held.add(token);
      return { release: () => release(path, token, files) };
    }
    const holder = readHolder(path, files);
    if (holder !== undefined && isDead(holder, path, files)) breakLock(path, holder, files);
    else if (waitedMs >= waitMs) {
      const detail = holder === undefined ? "" : `Its process id is ${holder.split(" ", 1)[0]}.`;
      throw new SealedError("locked", { file: path, detail });
    } else pause(10);
  }
}

/** A machine that slept for long while a lock was held wakes up with that lock broken, and another's may be in its place. */
function release(path: string, token: string, files: VaultFileSystem): void {
  if (held.delete(token) && readHolder(path, files) === token) files.remove(path);
}

/**
 * Linked into place with its contents, so that a running machine never shows a lock without its owner; not synced, so after a power
 * loss there can be one, and it is dead.
 */
function tryCreate(path: string, token: string, files: VaultFileSystem): boolean {
  const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  // A lock need not outlive the machine: to wait for the disk here would take ten times as long as all else in an order's record.
  const descriptor = files.createNew(temporary, true);
  try {
    files.write(descriptor, Buffer.from(token));
  } finally {
    files.close(descriptor);
  }
  try {
    files.link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    files.remove(temporary);
  }
}

/** @returns undefined when the lock is gone */
function readHolder(path: string, files: VaultFileSystem): string | undefined {
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

function isDead(holder: string, path: string, files: VaultFileSystem): boolean {
  const ageMs = Date.now() - (files.statusOf(path)?.modifiedMs ?? Infinity);
  if (ageMs > deadAfterMs) return true;
  const pid = Number(/^([1-9][0-9]*) [0-9a-f]{16}$/.exec(holder)?.[1]);
  if (Number.isNaN(pid)) return true;
  if (pid === process.pid) return !held.has(holder);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** The right to remove this one dead lock is a lock itself: whoever dies holding it is dealt with in the same way. */
function breakLock(path: string, holder: string, files: VaultFileSystem): void {
  const claim = takeLock(`${path}.${createHash("sha256").update(holder).digest("hex").slice(0, 16)}`, files);
  try {
    // Only the owner of the claim may remove this lock, so what is read here stays until it is removed.
    if (readHolder(path, files) === holder) files.remove(path);
  } finally {
    claim.release();
  }
}

function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
