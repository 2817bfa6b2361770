import type { CommanderError } from "commander";
import { CandlewrightError, type ErrorEntry } from "../engine/errors.ts";
import { usageErrors } from "./errors.ts";

const entries: Readonly<Record<string, ErrorEntry>> = {
  "commander.unknownCommand": usageErrors.unknownCommand,
  "commander.unknownOption": usageErrors.unknownOption,
  "commander.invalidArgument": usageErrors.badValue,
};

/** A mistake that the argument parser found, in the form of all other errors. Its suggestion becomes the fix. */
export function usageError(error: CommanderError): CandlewrightError {
  const text = error.message.replace(/^error: /, "");
  const suggestion = /\n\(Did you mean (.+)\?\)$/s.exec(text);
  const sentence = text.slice(0, suggestion?.index).trim().replace(/\.$/, "");
  return new CandlewrightError(entries[error.code] ?? usageErrors.wrong, {
    detail: `${sentence[0].toUpperCase()}${sentence.slice(1)}.`,
    ...(suggestion === null ? {} : { fix: `Did you mean ${suggestion[1]}?` }),
    cause: error,
  });
}
