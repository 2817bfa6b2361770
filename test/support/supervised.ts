/** A `candlewright supervise` that runs in a process of its own, and what it says of the processes it keeps. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandFolder } from "./command-runs.ts";

const root = resolve(import.meta.dirname, "..", "..");
const program = join(root, "src", "main.ts");

/** Gives a folder the settings that the repository ships, beside those of its vault. */
export function addSettings(folder: CommandFolder): void {
  cpSync(join(root, "config"), join(folder.path, "config"), { recursive: true });
}

/** A dry run that waits for its next candle for minutes: it ends when it is told to, or killed. */
export const PATIENT_BOT = ["run", "--mode", "dry-run", "--feed", "generated"] as const;

export class Supervised {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stderr = "";
  stdout = "";

  constructor(folder: CommandFolder, words: readonly string[], environment: Record<string, string> = {}) {
    this.child = spawn(process.execPath, [program, "supervise", ...words], {
      cwd: folder.path,
      env: { ...folder.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((done) => this.child.once("close", (code) => done(code)));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /**
   * Waits until it has told of a process of this kind for the given time, counted from 1.
   * @returns the process id
   */
  async pidOf(kind: "signer" | "bot", count = 1): Promise<number> {
    for (;;) {
      const found = [...this.stderr.matchAll(new RegExp(`^${kind}: process (\\d+)`, "gm"))];
      if (found.length >= count) return Number(found[count - 1][1]);
      await this.#said();
    }
  }

  /** Waits until it has said this. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) await this.#said();
  }

  async #said(): Promise<void> {
    if (this.child.exitCode !== null || this.child.stderr === null) throw new Error(`It has ended: ${this.stderr}`);
    await Promise.race([once(this.child.stderr, "data"), this.ended]);
  }

  /** Tells it to end, and waits until it has. */
  async end(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that has ended and was not yet waited for is still listed.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
}

/** Waits until this holds. @throws where it does not within ten seconds */
export async function until(holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain for ${holds.toString()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Waits for a process that is no child of ours. */
export async function untilGone(pid: number): Promise<void> {
  await until(() => !isRunning(pid));
}

/** What every process of the user can read of this one on Linux: arguments and environment. */
export function shownOf(pid: number): Buffer {
  return Buffer.concat([readFileSync(`/proc/${pid}/cmdline`), readFileSync(`/proc/${pid}/environ`)]);
}
