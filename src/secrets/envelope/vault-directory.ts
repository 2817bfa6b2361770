/**
 * The vault: a folder with two files an account, the envelope (`binance-main.json`) and its audit log (`binance-main.audit.jsonl`).
 *
 * Order of a write: the envelope is renamed into place, then the log says so. The log's last word on a generation is the
 * high-water mark: an older envelope is refused, a newer one (a crash fell between the two) is accepted and logged.
 */
import { join } from "node:path";
import { AuditLog, readAuditLog, type AuditDetails, type AuditEntry } from "./audit-log.ts";
import { eraseContents, type SealedContents } from "./contents.ts";
import { SealedError } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "../../files/file-system.ts";
import { envelopeBytes, maximumEnvelopeBytes, parseEnvelope, type AuditAnchor, type Envelope } from "./format.ts";
import { isAccountName, requireIdentity, type ExpectedIdentity } from "./identity.ts";
import { lockVault } from "./vault-lock.ts";
import { isTemporaryName, readPrivateFile, replacePrivateFile, requirePrivate } from "./private-file.ts";
import { openEnvelope } from "./seal.ts";

/** Gives the data key of an envelope: the one place where a master key is asked. The caller of it erases the result. */
export type UnwrapDataKey = (envelope: Envelope) => Promise<Buffer>;

export interface OpenedAccount {
  readonly envelope: Envelope;
  /** The caller erases them with `eraseContents`. */
  readonly contents: SealedContents;
  readonly log: AuditLog;
}

export interface OpenOptions {
  /** Who opens it and why, for the log: `signer`, `vault policy`. */
  readonly reason: string;
  /** Opens an envelope below the mark, or one whose log is lost. For a person's explicit decision alone. */
  readonly acceptRollback?: boolean;
}

interface Mark {
  readonly generation: number;
  readonly mac: string;
}

/** A temporary file this old was left by a crash. */
const leftoverAfterMs = 600_000;

/** Entries that say which envelope was the newest. */
const markEvents: ReadonlySet<string> = new Set(["sealed", "opened"]);

export class VaultDirectory {
  readonly path: string;
  readonly #files: FileSystem;
  readonly #now: () => Date;

  constructor(path: string, files: FileSystem = nodeFileSystem, now: () => Date = () => new Date()) {
    this.path = path;
    this.#files = files;
    this.#now = now;
  }

  /** The names of the accounts, sorted. */
  accounts(): readonly string[] {
    if (this.#files.statusOf(this.path) === undefined) return [];
    const names = this.#files.list(this.path).filter((name) => name.endsWith(".json"));
    return names
      .map((name) => name.slice(0, -".json".length))
      .filter(isAccountName)
      .sort();
  }

  has(account: string): boolean {
    return this.#files.statusOf(this.envelopePath(account)) !== undefined;
  }

  /** Reads and checks the form of an envelope; nothing is authenticated yet. */
  read(account: string): Envelope {
    const path = this.envelopePath(account);
    const folder = this.#files.statusOf(this.path);
    if (folder !== undefined) requirePrivate(this.path, folder);
    const bytes = readPrivateFile(path, maximumEnvelopeBytes, this.#files);
    try {
      const envelope = parseEnvelope(bytes);
      if (envelope.header.identity.account !== account) {
        throw new SealedError("wrongIdentity", { detail: `It is the account ${envelope.header.identity.account}.` });
      }
      return envelope;
    } catch (error) {
      throw error instanceof SealedError ? error.in(path) : error;
    }
  }

  /**
   * Opens an account: identity, rollback mark and audit chain are checked before the master key is asked, all else before the
   * contents are returned. The opening is in the log when this returns.
   * @throws SealedError
   */
  async open(expected: ExpectedIdentity, unwrap: UnwrapDataKey, options: OpenOptions): Promise<OpenedAccount> {
    const envelope = this.read(expected.account);
    requireIdentity(envelope.header.identity, expected);
    const accept = options.acceptRollback === true;
    const log = this.#log(expected.account);
    if (!accept) {
      const entries = readAuditLog(log.path, this.#files);
      requireNotRolledBack(envelope, entries);
      log.refresh();
      log.requireAnchor(envelope.header.audit);
    }
    const contents = await this.#decrypt(envelope, unwrap, log, options.reason);
    if (!accept) {
      try {
        // Unlocking may wait for a person: meanwhile another process may have written a newer generation.
        requireNotRolledBack(envelope, log.refresh());
        log.verify(contents.auditKey);
      } catch (error) {
        eraseContents(contents);
        throw error;
      }
      log.append("opened", { ...markOf(envelope), reason: options.reason }, contents.auditKey, this.#now());
    }
    return { envelope, contents, log };
  }

  /**
   * Begins the log of a new account, before its first envelope: from then on a missing log means that it was removed.
   * @returns where the log stands, for the envelope's header
   * @throws SealedError `exists`
   */
  async begin(identity: ExpectedIdentity & { readonly uid: string }, auditKey: Buffer): Promise<AuditAnchor> {
    const log = this.#log(identity.account);
    if (this.has(identity.account)) throw new SealedError("exists", { file: this.envelopePath(identity.account) });
    const earlier = this.#files.statusOf(log.path) === undefined ? [] : log.refresh();
    // A crash can leave a log that only says `created`: it is begun anew. One that says more belonged to an envelope.
    if (earlier.some((entry) => entry.event !== "created")) throw new SealedError("exists", { file: log.path });
    if (earlier.length > 0) this.#files.remove(log.path);
    const fresh = this.#log(identity.account);
    fresh.append("created", { ...identity }, auditKey, this.#now());
    await this.#files.syncDirectory(this.path);
    return fresh.anchor;
  }

  /** Where the log of an account stands. */
  anchor(account: string): AuditAnchor {
    const log = this.#log(account);
    log.refresh();
    return log.anchor;
  }

  /** The highest generation that the log or the file knows of; 0 for none. */
  highestGeneration(account: string): number {
    const log = this.#log(account);
    const marked = markIn(log.refresh())?.generation ?? 0;
    return this.has(account) ? Math.max(marked, this.read(account).header.generation) : marked;
  }

  /**
   * Puts a new generation in place of the one that it was made from.
   * @param replaces the generation that the new one was made from; 0 for a new account
   * @throws SealedError `locked` when another process wrote in between
   */
  async commit(envelope: Envelope, replaces: number, reason: string, auditKey: Buffer): Promise<void> {
    const { account } = envelope.header.identity;
    const lock = lockVault(join(this.path, `${account}.lock`), this.#files);
    try {
      const found = this.has(account) ? this.read(account).header.generation : 0;
      if (found !== replaces) {
        throw new SealedError("locked", { detail: `Generation ${found} was written meanwhile.` });
      }
      const bytes = envelopeBytes(envelope);
      // What could not be read back must not take the place of what can.
      parseEnvelope(bytes);
      this.#removeLeftovers(account);
      await replacePrivateFile(this.envelopePath(account), bytes, this.#files);
      this.#log(account).append("sealed", { ...markOf(envelope), reason }, auditKey, this.#now());
    } finally {
      lock.release();
    }
  }

  /** Adds an entry to an account's log. */
  record(account: string, event: string, details: AuditDetails, auditKey: Buffer): void {
    this.#log(account).append(event, details, auditKey, this.#now());
  }

  /** Begins a new log where the old one was lost or changed; the old one, if there is one, is kept under another name. */
  async replaceLog(account: string, details: { readonly reason: string }, auditKey: Buffer): Promise<AuditAnchor> {
    const log = this.#log(account);
    const stamp = this.#now()
      .toISOString()
      .replaceAll(/[^0-9]/g, "");
    if (this.#files.statusOf(log.path) !== undefined) this.#files.rename(log.path, `${log.path}.${stamp}.old`);
    log.append("rollback-accepted", details, auditKey, this.#now());
    await this.#files.syncDirectory(this.path);
    return log.anchor;
  }

  envelopePath(account: string): string {
    if (!isAccountName(account)) throw new SealedError("badIdentity", { detail: `Not an account's name: ${account}.` });
    return join(this.path, `${account}.json`);
  }

  auditPath(account: string): string {
    return this.envelopePath(account).replace(/\.json$/, ".audit.jsonl");
  }

  #log(account: string): AuditLog {
    return new AuditLog(this.auditPath(account), this.#files);
  }

  async #decrypt(envelope: Envelope, unwrap: UnwrapDataKey, log: AuditLog, reason: string): Promise<SealedContents> {
    let dataKey: Buffer | undefined;
    try {
      dataKey = await unwrap(envelope);
      return openEnvelope(envelope, dataKey);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      log.append(
        "unlock-failed",
        { reason, code: typeof code === "string" ? code : "UNKNOWN" },
        undefined,
        this.#now(),
      );
      throw error;
    } finally {
      dataKey?.fill(0);
    }
  }

  #removeLeftovers(account: string): void {
    for (const name of this.#files.list(this.path)) {
      const isOurs = name.startsWith(`.${account}.json.`) || name.startsWith(`${account}.`);
      const path = join(this.path, name);
      const ageMs = this.#now().getTime() - (this.#files.statusOf(path)?.modifiedMs ?? Infinity);
      if (isOurs && isTemporaryName(name) && ageMs > leftoverAfterMs) this.#files.remove(path);
    }
  }
}

/**
 * @throws SealedError `rolledBack`
 */
export function requireNotRolledBack(envelope: Envelope, entries: readonly AuditEntry[]): void {
  const created = entries.findLast((entry) => entry.event === "created");
  if (created !== undefined && created.details["uid"] !== envelope.header.identity.uid) {
    throw new SealedError("wrongIdentity", { detail: "It is of an earlier account of the same name." });
  }
  const mark = markIn(entries);
  if (mark === undefined) return;
  const found = markOf(envelope);
  if (found.generation < mark.generation) {
    throw new SealedError("rolledBack", {
      detail: `It is generation ${found.generation}, the last was ${mark.generation}.`,
    });
  }
  if (found.generation === mark.generation && found.mac !== mark.mac) {
    throw new SealedError("rolledBack", {
      detail: `It is another generation ${found.generation} than the one in the log.`,
    });
  }
}

function markOf(envelope: Envelope): Mark {
  return { generation: envelope.header.generation, mac: envelope.mac.toString("hex") };
}

/** The highest generation, not the last one named: whoever opened an older one at the same moment must not lower the mark. */
function markIn(entries: readonly AuditEntry[]): Mark | undefined {
  let mark: Mark | undefined;
  for (const { event, details } of entries) {
    if (!markEvents.has(event)) continue;
    const generation = Number(details["generation"]);
    if (mark === undefined || generation >= mark.generation) mark = { generation, mac: String(details["mac"]) };
  }
  return mark;
}
