/** Every verb and where it lives. A file is loaded only when its verb is used, or when all must be listed. */
import type { Command } from "commander";

export interface VerbModule {
  /** Adds the verb to the program: name, options, examples, action. */
  register(program: Command): void;
}

/** In the order of --help. A second name of the same verb stands beside it with the same file. */
export const verbs: Readonly<Record<string, () => Promise<VerbModule>>> = {
  backtest: () => import("./backtest.ts"),
  run: () => import("./run.ts"),
  why: () => import("./why.ts"),
  data: () => import("./data.ts"),
  new: () => import("./new.ts"),
  test: () => import("./test.ts"),
  runs: () => import("./runs.ts"),
  config: () => import("./config.ts"),
  vault: () => import("./vault.ts"),
  supervise: () => import("./supervise.ts"),
  doctor: () => import("./doctor.ts"),
  explain: () => import("./explain.ts"),
  errors: () => import("./explain.ts"),
  completion: () => import("./completion.ts"),
};

/**
 * The verbs that these arguments can need: those that they name, or all where the first word is none of them
 * (then there is something to list, or to suggest).
 */
export async function loadVerbs(commandLine: readonly string[]): Promise<readonly VerbModule[]> {
  const first = commandLine.find((word) => !word.startsWith("-"));
  const wantsAll = first === undefined || !Object.hasOwn(verbs, first) || first === "completion";
  const names = wantsAll ? Object.keys(verbs) : commandLine.filter((word) => Object.hasOwn(verbs, word));
  return [...new Set(await Promise.all(names.map((name) => verbs[name]())))];
}
