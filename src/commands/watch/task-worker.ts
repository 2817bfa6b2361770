/** The entry of the worker thread: runs one task, gives its answer or its error back, and ends. */
import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { type PlainError, toPlain } from "./error-transfer.ts";
import { Heartbeat } from "./heartbeat.ts";

/** What can run in a worker, by name: a request and an answer that can be cloned. */
const tasks = {
  backtest: async () => (await import("../run/backtest-task.ts")).backtestTask,
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
export type TaskMessage = { readonly answer: unknown } | { readonly errors: readonly PlainError[] };

async function run({ name, request, heartbeat, compileCache }: TaskData): Promise<TaskMessage> {
  if (compileCache !== undefined) enableCompileCache(compileCache);
  try {
    const task: (request: never, heartbeat: Heartbeat) => Promise<unknown> = await tasks[name]();
    return { answer: await task(request as never, new Heartbeat(heartbeat)) };
  } catch (error) {
    return { errors: toPlain(error) };
  }
}

const message = await run(workerData as TaskData);
// The empty list of what is handed over rather than copied.
parentPort?.postMessage(message, []);
