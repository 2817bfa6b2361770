/**
 * The audit log: one JSON line an event, each with the SHA-256 of the line before, and an HMAC under the account's audit key.
 * Without the key anyone can check the chain; with it, that no entry was replaced by someone who could write the file.
 *
 * An entry counts once it is synced. A last line without its line feed was cut off by a crash before that, and is dropped.
 */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { encodePieces } from "./authenticated-bytes.ts";
import { SealedError } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "../../files/file-system.ts";
import type { AuditAnchor } from "./format.ts";
import { lockVault } from "./vault-lock.ts";
import { requirePrivate } from "./private-file.ts";

export type AuditDetails = Readonly<Record<string, string | number | boolean>>;

export interface AuditEntry {
  /** 0 for the first. */
  readonly index: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** What happened: `sealed`, `opened`, `order-denied`. */
  readonly event: string;
  readonly details: AuditDetails;
  /** SHA-256 of the line before, hex; 64 zeros for the first. */
  readonly previous: string;
  /** Hex; empty where nothing was unlocked yet, which only the events of `unkeyedEvents` may be. */
  readonly mac: string;
}

/** Written while the key is not there. Everything else must carry an HMAC. */
const unkeyedEvents: ReadonlySet<string> = new Set(["unlock-failed"]);

export const emptyAnchor: AuditAnchor = Object.freeze({ count: 0, hash: "0".repeat(64) });
const maximumLogBytes = 1024 * 1024 * 1024;
const maximumLineBytes = 4096;
const eventPattern = /^[a-z][a-z-]{1,40}$/;
const timePattern = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const hashPattern = /^[0-9a-f]{64}$/;

/**
 * Reads a log and checks its chain.
 * @throws SealedError `auditMissing`, `auditTampered` naming the index
 */
export function readAuditLog(path: string, files: FileSystem = nodeFileSystem): readonly AuditEntry[] {
  if (files.statusOf(path) === undefined) throw new SealedError("auditMissing", { file: path });
  return new AuditLog(path, files).refresh();
}

/** A log that is open for appending. Reads what others appended in between before it adds its own. */
export class AuditLog {
  readonly path: string;
  readonly #files: FileSystem;
  readonly #entries: AuditEntry[] = [];
  /** Hash of each entry, hex. */
  readonly #hashes: string[] = [];
  /** Bytes of the file that are read and checked. */
  #size = 0;

  constructor(path: string, files: FileSystem = nodeFileSystem) {
    this.path = path;
    this.#files = files;
  }

  /** Where the log stands. */
  get anchor(): AuditAnchor {
    const hash = this.#hashes.at(-1);
    return hash === undefined ? emptyAnchor : { count: this.#hashes.length, hash };
  }

  /**
   * Reads what is new in the file, and only that: a log grows with every order, and each append begins here.
   * @returns all entries
   * @throws SealedError `auditTampered`, `exposedFile`, `tooLarge`
   */
  refresh(): readonly AuditEntry[] {
    if (this.#files.statusOf(this.path) === undefined) {
      if (this.#size > 0) this.#fail(0, "the file is gone");
      return this.#entries;
    }
    const added = this.#readAdded();
    let start = 0;
    for (let end = added.indexOf(0x0a); end >= 0; end = added.indexOf(0x0a, start)) {
      this.#accept(added.subarray(start, end));
      this.#size += end + 1 - start;
      start = end + 1;
    }
    return this.#entries;
  }

  /**
   * Adds one entry; it is on the disk when this returns. Whoever begins a new log also syncs its folder.
   * @param key the account's audit key; undefined before anything is unlocked
   */
  append(event: string, details: AuditDetails, key: Buffer | undefined, time: Date = new Date()): AuditEntry {
    const lock = lockVault(`${this.path}.lock`, this.#files);
    try {
      this.refresh();
      const index = this.#entries.length;
      const body = { index, time: time.toISOString(), event, details, previous: this.anchor.hash };
      const entry: AuditEntry = { ...body, mac: key === undefined ? "" : codeOf(body, key) };
      const line = Buffer.from(JSON.stringify(entry));
      // Checked as a reader will check it: what can't be read back must not be written.
      this.#check(line, index);
      this.#write(Buffer.concat([line, Buffer.from("\n")]));
      this.#accept(line);
      this.#size += line.length + 1;
      return entry;
    } finally {
      lock.release();
    }
  }

  /**
   * Checks every entry's HMAC.
   * @throws SealedError `auditTampered` naming the index
   */
  verify(key: Buffer): void {
    for (const entry of this.#entries) {
      if (entry.mac === "" && unkeyedEvents.has(entry.event)) continue;
      const { mac, ...body } = entry;
      if (!timingSafeEqual(Buffer.from(codeOf(body, key)), Buffer.from(mac.padEnd(64)))) {
        this.#fail(entry.index, "its authentication code is not ours");
      }
    }
  }

  /**
   * Checks that the log still holds the entry that an envelope was anchored to.
   * @throws SealedError `auditTampered`
   */
  requireAnchor(anchor: AuditAnchor): void {
    const found = anchor.count === 0 ? emptyAnchor.hash : this.#hashes[anchor.count - 1];
    if (found === undefined) this.#fail(this.#hashes.length, `entries up to ${anchor.count - 1} must be here`);
    if (found !== anchor.hash)
      this.#fail(anchor.count - 1, "it is not the one that was there when the envelope was written");
  }

  /** The bytes behind those that are checked already. */
  #readAdded(): Buffer {
    const descriptor = this.#files.openRead(this.path);
    try {
      const status = this.#files.status(descriptor);
      requirePrivate(this.path, status);
      if (status.size < this.#size) this.#fail(this.#entries.length, "the file was cut off");
      if (status.size > maximumLogBytes) throw new SealedError("tooLarge", { file: this.path });
      const added = Buffer.alloc(status.size - this.#size);
      let at = 0;
      while (at < added.length) {
        const count = this.#files.read(descriptor, added.subarray(at), this.#size + at);
        if (count === 0) this.#fail(this.#entries.length, "the file shrank while it was read");
        at += count;
      }
      return added;
    } finally {
      this.#files.close(descriptor);
    }
  }

  #write(line: Buffer): void {
    const descriptor = this.#files.openAppend(this.path);
    try {
      // A torn last line: its writer died before the entry counted.
      if (this.#files.status(descriptor).size > this.#size) this.#files.truncate(descriptor, this.#size);
      this.#files.write(descriptor, line);
      this.#files.sync(descriptor);
    } finally {
      this.#files.close(descriptor);
    }
  }

  #accept(line: Buffer): void {
    this.#entries.push(this.#check(line, this.#entries.length));
    this.#hashes.push(createHash("sha256").update(line).digest("hex"));
  }

  #check(line: Buffer, index: number): AuditEntry {
    if (line.length > maximumLineBytes) this.#fail(index, "it is too long");
    const entry = parseLine(line.toString("utf8"));
    if (entry === undefined) this.#fail(index, "it is not in the form of an entry");
    if (entry.index !== index) this.#fail(index, `it says that it is number ${entry.index}`);
    if (entry.previous !== this.anchor.hash) this.#fail(index, "it doesn't follow the entry before it");
    return entry;
  }

  #fail(index: number, reason: string): never {
    throw new SealedError("auditTampered", { file: this.path, detail: `Entry ${index}: ${reason}.` });
  }
}

/** An entry has one spelling: whatever isn't written again as the same characters is refused, doubled names too. */
function parseLine(text: string): AuditEntry | undefined {
  let value: Partial<AuditEntry> | null;
  try {
    value = JSON.parse(text) as Partial<AuditEntry> | null;
  } catch {
    return undefined;
  }
  const { index, time, event, details, previous, mac } = value ?? {};
  if (JSON.stringify({ index, time, event, details, previous, mac }) !== text) return undefined;
  const isWellFormed =
    Number.isSafeInteger(index) &&
    timePattern.test(String(time)) &&
    eventPattern.test(String(event)) &&
    typeof details === "object" &&
    details !== null &&
    Object.values(details).every((detail) => ["string", "number", "boolean"].includes(typeof detail)) &&
    hashPattern.test(String(previous)) &&
    (mac === "" || hashPattern.test(String(mac)));
  return isWellFormed ? (value as AuditEntry) : undefined;
}

function codeOf(body: Omit<AuditEntry, "mac">, auditKey: Buffer): string {
  const key = Buffer.from(hkdfSync("sha512", auditKey, Buffer.alloc(0), "candlewright-envelope/v1 audit", 32));
  try {
    const input = encodePieces("candlewright-audit/v1", JSON.stringify(body));
    return createHmac("sha256", key).update(input).digest("hex");
  } finally {
    key.fill(0);
  }
}
