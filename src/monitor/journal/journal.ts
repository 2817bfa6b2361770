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
  readonly body: unknown;
}

const SCHEMA_VERSION = 1;

const SCHEMA = `
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  time REAL NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_run ON event (run, kind, sequence);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
`;

export class Journal {
  readonly path: string;
  private readonly database: DatabaseSync;
  private readonly insert: StatementSync;
  private isOpen = false;

  /**
   * Opens a journal, made where there is none.
   * @throws CandlewrightError JOURNAL_UNREADABLE, JOURNAL_OTHER_VERSION
   */
  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    try {
      this.database = new DatabaseSync(path);
      this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;");
      this.prepareSchema();
      this.insert = this.database.prepare("INSERT INTO event (run, time, kind, body) VALUES (?, ?, ?, ?)");
    } catch (cause) {
      if (cause instanceof CandlewrightError) throw cause;
      throw new CandlewrightError(journalErrors.unreadable, { file: path, cause, detail: String(cause) });
    }
  }

  private prepareSchema(): void {
    const version = Number(this.database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version === SCHEMA_VERSION) return;
    if (version !== 0)
      throw new CandlewrightError(journalErrors.otherVersion, { file: this.path, detail: `It is version ${version}.` });
    this.database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  }

  /** Begins to collect events that become durable together, with `commit`. */
  begin(): void {
    if (this.isOpen) return;
    this.database.exec("BEGIN IMMEDIATE");
    this.isOpen = true;
  }

  /** Makes what was appended since `begin` durable: it is on disk when this returns. */
  commit(): void {
    if (!this.isOpen) return;
    this.database.exec("COMMIT");
    this.isOpen = false;
  }

  /** Appends an event; outside of `begin` and `commit` it is durable at once. */
  append(run: number, time: number, kind: JournalKind, body: unknown): void {
    this.insert.run(run, time, kind, JSON.stringify(body));
  }

  /** Number of the newest run, 0 where there is none. */
  lastRun(): number {
    return Number(this.database.prepare("SELECT coalesce(max(run), 0) AS run FROM event").get()?.["run"]);
  }

  /** The events of a run, in order, without holding them all in memory. */
  *events(run: number, kinds?: readonly JournalKind[]): Generator<JournalEvent> {
    const filter = kinds === undefined ? "" : ` AND kind IN (${kinds.map(() => "?").join(", ")})`;
    const statement = this.database.prepare(
      `SELECT sequence, run, time, kind, body FROM event WHERE run = ?${filter} ORDER BY sequence`,
    );
    for (const row of statement.iterate(run, ...(kinds ?? []))) {
      yield {
        sequence: Number(row["sequence"]),
        run,
        time: Number(row["time"]),
        kind: row["kind"] as JournalKind,
        body: JSON.parse(String(row["body"])) as unknown,
      };
    }
  }

  close(): void {
    this.commit();
    this.database.close();
  }
}
