/** The entry of the worker thread: runs one task, gives its answer or its error back, and ends. */
import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { type PlainError, toPlain } from "./error-transfer.ts";
import { Heartbeat } from "./heartbeat.ts";
import { STOP } from "./words.ts";

/** How a task speaks with the thread that watches it, beside its answer. */
export interface TaskLink {
  tell(message: unknown): void;
  /** Given when the task is to come to its end. */
  readonly stop: AbortSignal;
}

/** What can run in a worker, by name: a request and an answer that can be cloned. */
const tasks = {
  backtest: async () => (await import("../run/backtest-task.ts")).backtestTask,
  dryRun: async () => {
    const { dryRun } = await import("../dry-run/dry-run-task.ts");
    return (request: Parameters<typeof dryRun>[0], heartbeat: Heartbeat, link: TaskLink) =>
      dryRun(request, (message) => link.tell(message), link.stop, heartbeat);
  },
  loadStrategy: async () => (await import("../strategy-load-task.ts")).loadStrategyTask,
};

type Task<Name extends keyof typeof tasks> = Awaited<ReturnType<(typeof tasks)[Name]>>;
export type TaskName = keyof typeof tasks;
export type TaskRequest<Name extends TaskName> = Parameters<Task<Name>>[0];
export type TaskAnswer<Name extends TaskName> = Awaited<ReturnType<Task<Name>>>;

export interface TaskData {
  readonly name: TaskName;
  readonly request: unknown;
  readonly heartbeat: SharedArrayBuffer;
  /** Where Node keeps compiled code between starts; undefined: nowhere. A thread does not take it over by itself. */
  readonly compileCache: string | undefined;
}
export type TaskMessage =
  | { readonly answer: unknown }
  | { readonly errors: readonly PlainError[] }
  | { readonly told: unknown };

async function run({ name, request, heartbeat, compileCache }: TaskData): Promise<TaskMessage> {
  if (compileCache !== undefined) enableCompileCache(compileCache);
  try {
    const task: (request: never, heartbeat: Heartbeat, link: TaskLink) => Promise<unknown> = await tasks[name]();
    return { answer: await task(request as never, new Heartbeat(heartbeat), link) };
  } catch (error) {
    return { errors: toPlain(error) };
  }
}

const stop = new AbortController();
const link: TaskLink = {
  tell: (told) => send({ told }),
  stop: stop.signal,
};
parentPort?.on("message", (word: unknown) => {
  if (word === STOP) stop.abort();
});
send(await run(workerData as TaskData));
parentPort?.close();

function send(message: TaskMessage): void {
  // The empty list of what is handed over rather than copied.
  parentPort?.postMessage(message, []);
}
