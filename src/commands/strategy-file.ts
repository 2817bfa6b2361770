/** Loads a user's own strategy: its source is held to the engine's rules before it runs. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";
import { sharedParameterFields } from "../config/shared-parameters.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { defineStrategy, type Strategy } from "../strategies/define-strategy.ts";
import { settledParameters } from "../strategies/instantiate.ts";
import { strategyFileErrors } from "./errors.ts";
import { blame } from "./strategy-blame.ts";
import "./strategy-imports.ts";
import { lintDeterminism } from "./strategy-lint.ts";
import type { LastSign } from "./watch/heartbeat.ts";

/** Loading takes milliseconds. */
const LOAD_TIMEOUT_MS = 10_000;

/** Files that were loaded in a worker and came back. */
const triedOut = new Set<string>();

/**
 * @param file path, relative ones from the current folder
 * @throws AggregateError of CandlewrightErrors STRATEGY_FILE_NOT_DETERMINISTIC, or one CandlewrightError STRATEGY_...
 */
export async function loadStrategyFile(file: string, timeoutMs = LOAD_TIMEOUT_MS): Promise<Strategy> {
  if (isMainThread && !triedOut.has(resolve(file))) {
    const { runWatched } = await import("./watch/watched-task.ts");
    const { stuckError } = await import("./strategy-stuck.ts");
    const stuck = (sign: LastSign) => stuckError([{ name: file, strategyName: file, symbols: [] }], sign, timeoutMs);
    await runWatched("loadStrategy", file, { timeoutMs, stuck });
    triedOut.add(resolve(file));
  }
  return importStrategyFile(file);
}

/**
 * Loads the file in this very thread: where it may hold an endless loop, `loadStrategyFile` tries it in another first.
 * @throws as `loadStrategyFile`
 */
export async function importStrategyFile(file: string): Promise<Strategy> {
  const path = resolve(file);
  const findings = lintDeterminism(await readSource(path, file));
  if (findings.length > 0)
    throw new AggregateError(
      findings.map(
        ({ line, found, why }) =>
          new CandlewrightError(strategyFileErrors.notDeterministic, { file, line, detail: `${found} ${why}.` }),
      ),
      `${file} is not deterministic`,
    );
  try {
    return await importStrategy(path);
  } catch (error) {
    throw blame(error, strategyFileErrors.broken, path, file);
  }
}

async function readSource(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CandlewrightError(strategyFileErrors.unreadable, { file, cause: error });
  }
}

async function importStrategy(path: string): Promise<Strategy> {
  const { default: found } = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  if (typeof found !== "object" || found === null) throw new CandlewrightError(strategyFileErrors.noStrategy);
  // A description that did not go through defineStrategy is checked all the same.
  const strategy = defineStrategy(found as Parameters<typeof defineStrategy>[0]);
  const taken = Object.keys(strategy.parameters).find((name) => Object.hasOwn(sharedParameterFields, name));
  if (taken !== undefined)
    throw new CandlewrightError(strategyFileErrors.sharedParameter, { detail: `It is ${taken}.` });
  // Its own defaults must pass its own check.
  settledParameters(strategy, {});
  return strategy;
}
