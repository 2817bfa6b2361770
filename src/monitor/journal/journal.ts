/**
 * The journal: an append-only log of what a run was told and what it did, in one SQLite file. What it was told (candles,
 * operator's words) is the truth, since the engine makes the rest from it; what it did is kept beside it, to read and to
 * check. Nothing is ever changed or removed: the database itself refuses.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { CandlewrightError } from "../../engine/errors.ts";
import { journalErrors } from "./errors.ts";

export type JournalKind =
  | "started"
  | "resumed"
  | "instant"
  | "order"
  | "fill"
  | "refusal"
  | "strategy_stopped"
  | "strategy_stuck"
  | "stopped";

export interface JournalEvent {
  readonly sequence: number;
  readonly run: number;
  /** Time in the run, milliseconds UTC; not the wall clock's. */
  readonly time: number;
  readonly kind: JournalKind;
  /** The bytes that were appended, or what was appended as JSON. */
  readonly body: unknown;
}

/** 1 held candles as JSON. */
const SCHEMA_VERSION = 2;

const SCHEMA = `
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  time REAL NOT NULL,
  kind TEXT NOT NULL,
  body ANY NOT NULL
) STRICT;
CREATE INDEX event_by_run ON event (run, kind, sequence);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
`;

export interface JournalOptions {
  /** To look into a journal that another process may be writing. */
  readonly readOnly?: boolean;
}

export class Journal {
  readonly path: string;
  private readonly database: DatabaseSync;
  private readonly lock: DatabaseSync | undefined;
  private readonly insert: StatementSync;
  private isOpen = false;

  /**
   * Opens a journal, made where there is none. One process at a time may write it; any number may read.
   * @throws CandlewrightError JOURNAL_UNREADABLE, JOURNAL_OTHER_VERSION, JOURNAL_IN_USE
   */
  constructor(path: string, { readOnly = false }: JournalOptions = {}) {
    this.path = path;
    try {
      if (!readOnly) {
        mkdirSync(dirname(path), { recursive: true });
        this.lock = this.takeLock();
      }
      this.database = new DatabaseSync(path, { readOnly });
      this.database.exec("PRAGMA busy_timeout = 2000;");
      if (!readOnly) this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
      this.prepareSchema(readOnly);
      this.insert = this.database.prepare("INSERT INTO event (run, time, kind, body) VALUES (?, ?, ?, ?)");
    } catch (cause) {
      this.lock?.close();
      throw this.unreadable(cause);
    }
  }

  /**
   * Two writers would mix two runs into one. The lock is a transaction on a database of its own beside the journal: the
   * system frees it however the process ends, and readers of the journal never meet it.
   */
  private takeLock(): DatabaseSync {
    const lock = new DatabaseSync(`${this.path}.lock`);
    try {
      lock.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
      return lock;
    } catch (cause) {
      lock.close();
      if (!/locked|busy/.test(String(cause))) throw cause;
      throw new CandlewrightError(journalErrors.inUse, { file: this.path, cause });
    }
  }

  private prepareSchema(readOnly: boolean): void {
    const version = Number(this.database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version === SCHEMA_VERSION) return;
    if (version !== 0)
      throw new CandlewrightError(journalErrors.otherVersion, { file: this.path, detail: `It is version ${version}.` });
    if (readOnly) throw new CandlewrightError(journalErrors.empty, { file: this.path });
    this.database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  }

  /**
   * Begins to collect events that become durable together, with `commit`.
   * @throws CandlewrightError JOURNAL_UNWRITABLE
   */
  begin(): void {
    if (this.isOpen) return;
    this.execute("BEGIN IMMEDIATE");
    this.isOpen = true;
  }

  /**
   * Makes what was appended since `begin` durable: it is on disk when this returns.
   * @throws CandlewrightError JOURNAL_UNWRITABLE
   */
  commit(): void {
    if (!this.isOpen) return;
    this.execute("COMMIT");
    this.isOpen = false;
  }

  /**
   * Appends an event; outside of `begin` and `commit` it is durable at once.
   * @param body bytes are kept as they are, all else as JSON
   * @throws CandlewrightError JOURNAL_UNWRITABLE
   */
  append(run: number, time: number, kind: JournalKind, body: unknown): void {
    try {
      this.insert.run(run, time, kind, body instanceof Uint8Array ? body : JSON.stringify(body));
    } catch (cause) {
      throw this.unwritable(cause);
    }
  }

  /** Number of the newest run, 0 where there is none. */
  lastRun(): number {
    try {
      return Number(this.database.prepare("SELECT coalesce(max(run), 0) AS run FROM event").get()?.["run"]);
    } catch (cause) {
      throw this.unreadable(cause);
    }
  }

  /** The events of a run, in order, without holding them all in memory. */
  *events(run: number, kinds?: readonly JournalKind[]): Generator<JournalEvent> {
    const filter = kinds === undefined ? "" : ` AND kind IN (${kinds.map(() => "?").join(", ")})`;
    try {
      const statement = this.database.prepare(
        `SELECT sequence, run, time, kind, body FROM event WHERE run = ?${filter} ORDER BY sequence`,
      );
      for (const row of statement.iterate(run, ...(kinds ?? []))) yield eventOf(row);
    } catch (cause) {
      throw this.unreadable(cause);
    }
  }

  /** Closes it. What was appended since `begin` and not committed has not happened. */
  close(): void {
    this.rollBack();
    this.database.close();
    this.lock?.close();
  }

  private execute(sql: string): void {
    try {
      this.database.exec(sql);
    } catch (cause) {
      throw this.unwritable(cause);
    }
  }

  private unwritable(cause: unknown): CandlewrightError {
    this.rollBack();
    return new CandlewrightError(journalErrors.unwritable, { file: this.path, cause, detail: String(cause) });
  }

  /** A transaction that failed on a full disk may have been ended by the database itself. */
  private rollBack(): void {
    if (this.isOpen && this.database.isTransaction) this.database.exec("ROLLBACK");
    this.isOpen = false;
  }

  private unreadable(cause: unknown): CandlewrightError {
    if (cause instanceof CandlewrightError) return cause;
    return new CandlewrightError(journalErrors.unreadable, { file: this.path, cause, detail: String(cause) });
  }
}

function eventOf(row: Record<string, unknown>): JournalEvent {
  const body = row["body"];
  return {
    sequence: Number(row["sequence"]),
    run: Number(row["run"]),
    time: Number(row["time"]),
    kind: row["kind"] as JournalKind,
    body: body instanceof Uint8Array ? body : (JSON.parse(String(body)) as unknown),
  };
}
