/** Keeps the bot running: starts it again when it dies, and not when it ends by its own decision. */
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { CandlewrightError } from "../../engine/errors.ts";
import { Backoff } from "../../secrets/signer/backoff.ts";
import { superviseErrors } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";

export interface BotCommand {
  /** The program's file, run by the same Node. */
  readonly program: string;
  /** What follows `candlewright`. */
  readonly words: readonly string[];
  /** Its whole environment. */
  readonly environment: NodeJS.ProcessEnv;
}

interface BotEnd {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
}

/** Deaths in a row after which it stays dead. */
const MAX_DEATHS = 6;
/** How long it may take to end when it is told to. */
const STOP_MS = 30_000;
/** A bot that ends like this has decided so, and would decide so again; a defect (70), or a code that is none of ours, is a death. */
const DECIDED: ReadonlySet<number> = new Set(Object.values(EXIT).filter((code) => code !== EXIT.bug));

/**
 * Runs the bot until it ends by its own decision, or the signal ends it.
 * @param say takes one line about what happens
 * @returns its exit code; undefined where it was told to end
 * @throws CandlewrightError `botKeepsDying`
 */
export async function keepBot(
  command: BotCommand,
  signal: AbortSignal,
  say: (text: string) => void,
  backoff = new Backoff(),
): Promise<number | undefined> {
  while (!signal.aborted) {
    const startedMs = performance.now();
    const { code, killedBy } = await runBot(command, signal, say);
    if (signal.aborted) return undefined;
    if (code !== null && DECIDED.has(code)) return code;
    const death = killedBy === null ? `it ended with code ${code}` : `it was killed by ${killedBy}`;
    const delayMs = backoff.delayAfterMs(performance.now() - startedMs);
    if (backoff.failures >= MAX_DEATHS) {
      throw new CandlewrightError(superviseErrors.botKeepsDying, { detail: `Last, ${death}.` });
    }
    say(`bot: ${death}, and is started again in ${delayMs / 1000} s`);
    await wait(delayMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** One life of the bot. */
async function runBot(command: BotCommand, signal: AbortSignal, say: (text: string) => void): Promise<BotEnd> {
  // The terminal's input stays free for a passphrase. The channel says nothing, and ends with this process: the bot ends then too.
  const child = spawn(process.execPath, [command.program, ...command.words], {
    env: command.environment,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let killTimer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    killTimer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  };
  const ended = new Promise<BotEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, killedBy) => resolve({ code, killedBy }));
  });
  child.once("spawn", () => say(`bot: process ${child.pid}`));
  signal.addEventListener("abort", end, { once: true });
  try {
    return await ended;
  } finally {
    signal.removeEventListener("abort", end);
    clearTimeout(killTimer);
  }
}
