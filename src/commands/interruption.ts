/** Ctrl-C, SIGTERM, a supervisor and a reader that went away, as one AbortSignal. */
import { EXIT } from "./exit-codes.ts";

export interface Interruption {
  /** The first use of it is what starts the listening: until then a signal ends the process as ever. */
  readonly signal: AbortSignal;
  /** The exit code that the interruption asks for; undefined while there was none. */
  exitCode(): number | undefined;
  /** Takes the signal listeners away again. */
  release(): void;
}

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.terminated } as const;

/** One Ctrl-C can arrive more than once: from the terminal, and passed on by npm or by our own launcher. */
const ECHO_MS = 500;

/**
 * Listens on the process, once a command asks for the signal. The first signal asks for a graceful stop, a later one ends the process at once:
 * whatever state it leaves is one that the next start recovers from.
 */
export function interruption(target: NodeJS.Process): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let firstAt = 0;
  let releases: (() => void)[] | undefined;
  // The end of the supervisor's channel: a bot that it can't reach any more, and can't end, must not trade on.
  const ends = { ...SIGNALS, disconnect: EXIT.terminated };
  const listen = () => {
    const listening = Object.entries(ends).map(([name, code]) => {
      const listener = () => {
        if (exitCode !== undefined) {
          if (performance.now() - firstAt > ECHO_MS) target.exit(code);
          return;
        }
        firstAt = performance.now();
        exitCode = code;
        controller.abort();
      };
      target.on(name, listener);
      return () => target.off(name, listener);
    });
    // Listening alone must not keep a bot alive that is done.
    target.channel?.unref();
    // It may have gone before this listened; without a supervisor there never was a channel, and this is undefined.
    if ((target.connected as boolean | undefined) === false) target.emit("disconnect");
    return listening;
  };
  const onStreamError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    exitCode ??= EXIT.closedPipe;
    target.exitCode = exitCode;
    controller.abort();
  };
  // These listeners stay: a pipe may report its end after the last write.
  for (const stream of [target.stdout, target.stderr]) stream.on("error", onStreamError);
  return {
    get signal() {
      releases ??= listen();
      return controller.signal;
    },
    exitCode: () => exitCode,
    release: () => {
      for (const release of releases ?? []) release();
    },
  };
}
