/** Finds the place in a user's own file that an error came from. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CandlewrightError, type ErrorEntry } from "../engine/errors.ts";
import { strategyFileErrors } from "./errors.ts";
import { codeOnly, lineAt } from "./source-text.ts";
import { isStrategyFile } from "./strategy-catalogue.ts";

/**
 * The error with the strategy's file, and the line of it that the stack names, where neither is known yet.
 * @param otherwise what an error that is not ours becomes
 * @param path absolute
 * @param file as the user wrote it
 */
export function blame(error: unknown, otherwise: ErrorEntry, path: string, file: string): CandlewrightError {
  const isOurs = error instanceof CandlewrightError;
  if (isOurs && error.context.file !== undefined) return error;
  const line = lineInFile(error, path) ?? (isOurs ? lineOfWord(error.context.path, path) : undefined);
  const place = { file, ...(line === undefined ? {} : { line }) };
  if (isOurs) {
    const { code, what, why, fix, context } = error;
    return new CandlewrightError({ code, what, why, fix }, { ...context, ...place, cause: error.cause ?? error });
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CandlewrightError(otherwise, { ...place, detail, cause: error });
}

/** The same for a strategy by name: an error of a shipped one stays as it is. */
export function blameStrategy(error: unknown, strategyName: string): unknown {
  return isStrategyFile(strategyName)
    ? blame(error, strategyFileErrors.broken, resolve(strategyName), strategyName)
    : error;
}

/** The first line of the file that the stack of the error, or of what caused it, names. */
function lineInFile(error: unknown, path: string): number | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    for (const name of [pathToFileURL(path).href, path]) {
      const stack = one.stack ?? "";
      const place = stack.includes(name) && /^:(\d+)/.exec(stack.slice(stack.indexOf(name) + name.length));
      if (place) return Number(place[1]);
    }
  }
  return undefined;
}

/** Where a key that our own error names, a misspelt signal say, first stands in the file: no stack leads there. */
function lineOfWord(word: string | undefined, path: string): number | undefined {
  if (word === undefined || !/^\w+$/.test(word)) return undefined;
  const code = codeOnly(readFileSync(path, "utf8"), { strings: true });
  const index = code.search(new RegExp(`\\b${word}\\b`));
  return index < 0 ? undefined : lineAt(code, index);
}
