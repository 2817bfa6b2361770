/**
 * A dry run: the engine of a backtest, fed one instant at a time, with a journal. Starting is recovering: whatever the
 * journal holds is run through the engine first, and must come out as it was; then the feed goes on after it.
 */
import type { Feed } from "../../data/feeds/feed.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { HandlerFailure } from "../../engine/handler.ts";
import { LiveBlocks } from "../../engine/live-blocks.ts";
import type { LiveInstant } from "../../engine/live-instant.ts";
import type { RunResult } from "../../engine/result.ts";
import { Run, type RunInput } from "../../engine/run.ts";
import { journalErrors } from "../../monitor/journal/errors.ts";
import type { Journal } from "../../monitor/journal/journal.ts";
import { canonicalJson } from "../../monitor/runs/canonical.ts";
import { instantsOf } from "./journal-instants.ts";
import { JournalWriter, OUTPUT_KINDS } from "./journal-writer.ts";

export interface SessionOptions {
  readonly journal: Journal;
  readonly input: Omit<RunInput, "blockSize" | "onFailure">;
  /** What makes two runs the same: settings, feed. Compared where a run goes on. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** What it is made with: written down at each start, never compared. */
  readonly software?: unknown;
  /** Begin a new run even where the journal holds one. */
  readonly isNew: boolean;
  readonly onFailure?: (failure: HandlerFailure) => void;
}

/** Longest time for which instants are collected before they are made durable together. */
const COMMIT_AFTER_MS = 50;

/** Instants recovered between two looks at the signal. */
const RECOVERED_AT_ONCE = 500;

/** Lets timers, signals and the terminal have their turn. */
function haveTheirTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Commits what is open while the next instant is waited for, so that nothing stays uncommitted for long. Instants are worked
 * on without a pause, so the timer finds only whole ones. One timer serves all instants until it fires.
 */
class IdleCommit {
  private readonly journal: Journal;
  private readonly failure = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** Given, with the error as its reason, when a commit has failed. */
  get failed(): AbortSignal {
    return this.failure.signal;
  }

  /** Something is open from now on. */
  expect(): void {
    this.timer ??= setTimeout(this.commit, COMMIT_AFTER_MS);
  }

  private readonly commit = (): void => {
    this.timer = undefined;
    try {
      this.journal.commit();
    } catch (error) {
      this.failure.abort(error);
    }
  };

  end(): void {
    clearTimeout(this.timer);
  }
}

export class DryRunSession {
  readonly run: Run;
  /** Number of the run in the journal. */
  readonly number: number;
  /** Last instant that was taken; -Infinity before the first. */
  lastTime = -Infinity;
  instants = 0;
  /** Instants that came from the journal. */
  recovered = 0;
  private readonly identity: Readonly<Record<string, unknown>>;
  private readonly software: unknown;
  private readonly goesOn: boolean;
  private readonly journal: Journal;
  private readonly writer: JournalWriter;
  private readonly streams: number;
  private readonly blocks: LiveBlocks;

  constructor(options: SessionOptions) {
    const { journal, input, identity } = options;
    this.journal = journal;
    const last = journal.lastRun();
    const goesOn = last > 0 && !options.isNew;
    this.number = goesOn ? last : last + 1;
    this.streams = input.streams.length;
    this.blocks = new LiveBlocks(this.streams);
    this.run = new Run({
      ...input,
      blockSize: 1,
      onFailure: (failure) => {
        this.writer.strategyFailed(failure);
        options.onFailure?.(failure);
      },
    });
    this.writer = new JournalWriter(journal, this.number, this.run.sleeves);
    this.run.engine.desk.listener = this.writer;
    this.run.engine.refusals.listener = (refusal) => this.writer.refused(refusal);
    this.identity = identity;
    this.software = options.software;
    this.goesOn = goesOn;
  }

  /**
   * Begins the run, or recovers it from the journal. To be called once, before `follow`.
   * @throws the signal's reason where it is given meanwhile; CandlewrightError JOURNAL_DIFFERS, JOURNAL_OTHER_SETTINGS
   */
  async begin(signal: AbortSignal): Promise<void> {
    const { software } = this;
    if (!this.goesOn) return this.journal.append(this.number, 0, "started", { ...this.identity, software });
    this.checkIdentity();
    await this.recover(signal);
    this.journal.append(this.number, Math.max(0, this.lastTime), "resumed", { instants: this.instants, software });
  }

  private checkIdentity(): void {
    const [started] = this.journal.events(this.number, ["started"]);
    const { software: _, ...begun } = started.body as Record<string, unknown>;
    if (canonicalJson(begun) !== canonicalJson(JSON.parse(JSON.stringify(this.identity)))) {
      throw new CandlewrightError(journalErrors.otherSettings, { file: this.journal.path });
    }
  }

  /** Runs the journal's instants through the engine; what comes out must be what the journal says came out. */
  private async recover(signal: AbortSignal): Promise<void> {
    const outputs = this.journal.events(this.number, OUTPUT_KINDS);
    const next = () => {
      const { value, done } = outputs.next();
      return done === true ? undefined : value;
    };
    for (const instant of instantsOf(this.journal, this.number, this.streams)) {
      this.process(instant);
      this.writer.check(next);
      this.recovered++;
      if (this.recovered % RECOVERED_AT_ONCE !== 0) continue;
      await haveTheirTurn();
      signal.throwIfAborted();
    }
    this.writer.checkEnd(next);
  }

  private process(instant: LiveInstant): void {
    this.run.take(this.blocks.take(instant));
    this.lastTime = instant.time;
    this.instants++;
  }

  /**
   * Takes instants until the feed ends or the signal is given. Every instant and all that it caused become durable
   * together: after a crash it has happened wholly, or comes again from the feed.
   */
  async follow(feed: Feed, signal: AbortSignal, onInstant?: () => void): Promise<void> {
    let committedAt = performance.now();
    const idle = new IdleCommit(this.journal);
    const untilStopped = AbortSignal.any([signal, idle.failed]);
    try {
      for (let next = await feed.next(untilStopped); next !== undefined; next = await feed.next(untilStopped)) {
        this.journal.begin();
        this.journal.append(this.number, next.time, "instant", next.bytes());
        this.process(next);
        this.writer.flush();
        onInstant?.();
        idle.expect();
        if (performance.now() - committedAt < COMMIT_AFTER_MS) continue;
        this.journal.commit();
        await haveTheirTurn();
        committedAt = performance.now();
      }
    } finally {
      idle.end();
    }
    idle.failed.throwIfAborted();
    this.journal.append(this.number, Math.max(0, this.lastTime), "stopped", { instants: this.instants });
    this.journal.commit();
  }

  /** The result so far, as a backtest would give it. */
  result(): RunResult {
    return this.run.finish();
  }
}
