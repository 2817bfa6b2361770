/** Runs code that is not ours in a thread of its own, and ends it when it gives no sign of life any more. */
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { ownModule } from "../own-module.ts";
import { fromPlain } from "./error-transfer.ts";
import { Heartbeat, type LastSign } from "./heartbeat.ts";
import { STOP } from "./words.ts";
import type { TaskAnswer, TaskData, TaskMessage, TaskName, TaskRequest } from "./task-worker.ts";

/** Without a sign of life for this long, a strategy counts as stuck. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** How often the signs are read: often enough for a smooth progress bar. */
const LOOK_EVERY_MS = 100;

export interface WatchOptions {
  /** Default: `DEFAULT_TIMEOUT_MS`. */
  readonly timeoutMs?: number;
  /** The error with which the task ends when it is stuck. */
  readonly stuck: (sign: LastSign, timeoutMs: number) => Error;
  /** Called a few times a second while the task moves. */
  readonly onSign?: (sign: LastSign) => void;
  /** Called with what the task says beside its answer. */
  readonly onMessage?: (message: unknown) => void;
  /** Asks the task to come to its end. */
  readonly stop?: AbortSignal;
  /** Ends the task at once. */
  readonly signal?: AbortSignal;
}

/**
 * @throws what the task throws, what `stuck` gives, or the reason of the signal
 */
export async function runWatched<Name extends TaskName>(
  name: Name,
  request: TaskRequest<Name>,
  { timeoutMs = DEFAULT_TIMEOUT_MS, stuck, onSign, onMessage, stop, signal }: WatchOptions,
): Promise<TaskAnswer<Name>> {
  signal?.throwIfAborted();
  const heartbeat = new Heartbeat();
  const ownCache = getCompileCacheDir();
  // Node names the folder of its own version inside the one that was asked for.
  const compileCache = ownCache === undefined ? undefined : dirname(ownCache);
  const data: TaskData = { name, request, heartbeat: heartbeat.buffer, compileCache };
  // No environment: a strategy decides on candles. Its console goes to stderr, since stdout is for data.
  const worker = new Worker(ownModule("./task-worker.ts", import.meta.url), {
    workerData: data,
    env: {},
    stdout: true,
  });
  worker.stdout.pipe(process.stderr, { end: false });
  const { promise, resolve, reject } = Promise.withResolvers<TaskAnswer<Name>>();
  let message: Exclude<TaskMessage, { told: unknown }> | undefined;
  worker.on("message", (last: TaskMessage) => {
    if ("told" in last) onMessage?.(last.told);
    else message = last;
  });
  const onStop = () => worker.postMessage(STOP, []);
  if (stop?.aborted === true) onStop();
  else stop?.addEventListener("abort", onStop);
  worker.on("error", reject);
  // Not before the thread has ended: what it printed arrives by then.
  worker.on("exit", () => {
    if (message === undefined) reject(new Error("The worker ended without an answer."));
    else if ("errors" in message) reject(fromPlain(message.errors));
    else resolve(message.answer as TaskAnswer<Name>);
  });
  const onAbort = () => reject(signal?.reason as Error);
  signal?.addEventListener("abort", onAbort);
  const stopLooking = watch(heartbeat, timeoutMs, onSign, (sign) => reject(stuck(sign, timeoutMs)));
  try {
    return await promise;
  } finally {
    stopLooking();
    signal?.removeEventListener("abort", onAbort);
    stop?.removeEventListener("abort", onStop);
    worker.stdout.unpipe(process.stderr);
    await worker.terminate();
  }
}

/** Looks at the signs until told to stop; `onStuck` is called once no new one came for too long. */
function watch(
  heartbeat: Heartbeat,
  timeoutMs: number,
  onSign: ((sign: LastSign) => void) | undefined,
  onStuck: (sign: LastSign) => void,
): () => void {
  let last = heartbeat.read();
  let since = performance.now();
  const timer = setInterval(
    () => {
      const sign = heartbeat.read();
      if (sign.count !== last.count) {
        since = performance.now();
        last = sign;
        onSign?.(sign);
      } else if (performance.now() - since >= timeoutMs) onStuck(sign);
    },
    Math.min(LOOK_EVERY_MS, timeoutMs),
  );
  return () => clearInterval(timer);
}
