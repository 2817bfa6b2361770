/** Loads a user's own strategy: its source is held to the engine's rules before it runs. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { StrategyDeclaration } from "../config/strategy-schema.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { strategyFileErrors } from "./errors.ts";
import { lintDeterminism } from "./strategy-lint.ts";

/**
 * @param file path, relative ones from the current folder
 * @throws AggregateError of CandlewrightErrors STRATEGY_FILE_NOT_DETERMINISTIC, or one CandlewrightError STRATEGY_FILE_...
 */
export async function loadStrategyFile(file: string): Promise<StrategyDeclaration> {
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
  const loaded = await importFile(path, file);
  if (!isDeclaration(loaded["default"])) throw new CandlewrightError(strategyFileErrors.noStrategy, { file });
  return loaded["default"];
}

async function readSource(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CandlewrightError(strategyFileErrors.unreadable, { file, cause: error });
  }
}

async function importFile(path: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const line = lineInFile(error, path);
    throw new CandlewrightError(strategyFileErrors.broken, {
      file,
      ...(line === undefined ? {} : { line }),
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      cause: error,
    });
  }
}

/** The first line of the file that the stack names. */
function lineInFile(error: unknown, path: string): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const place = stack.slice(Math.max(0, stack.indexOf(path))).match(/^[^\n]*?:(\d+)(?:[:\n)]|$)/);
  return stack.includes(path) && place !== null ? Number(place[1]) : undefined;
}

function isDeclaration(value: unknown): value is StrategyDeclaration {
  return typeof value === "object" && value !== null && "parameters" in value && typeof value.parameters === "object";
}
