/** One error, or several at once (`AggregateError`), as text for people and as JSON for programs. */
import type { styleText } from "node:util";
import { CandlewrightError, type ErrorContext, type ErrorEntry } from "../engine/errors.ts";
import { internalErrors, systemErrors } from "./errors.ts";

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

const systemEntries: Readonly<Record<string, ErrorEntry>> = {
  ENOENT: systemErrors.fileMissing,
  EACCES: systemErrors.accessDenied,
  EPERM: systemErrors.accessDenied,
  ENOSPC: systemErrors.diskFull,
  EROFS: systemErrors.readOnly,
  EMFILE: systemErrors.tooManyFiles,
  ENFILE: systemErrors.tooManyFiles,
};

/** A CandlewrightError, or one of the same form: the sealed layers may not import ours and have their own class. */
interface ActionableError extends Error, ErrorEntry {
  readonly context?: ErrorContext;
}

function isActionable(error: unknown): error is ActionableError {
  const fields = error instanceof Error ? (error as Partial<ActionableError>) : {};
  return [fields.code, fields.what, fields.why, fields.fix].every((text) => typeof text === "string");
}

/** The particulars of one case, without the general sentence. */
function detailOf({ context, message, what }: ActionableError): string | undefined {
  const rest = message.startsWith(what) ? message.slice(what.length).trim() : "";
  return context?.detail ?? (rest === "" ? undefined : rest);
}

/** Anything thrown, as a list of errors that a person can act on; never empty. */
export function knownErrors(error: unknown): readonly ActionableError[] {
  if (isActionable(error)) return [error];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(knownErrors);
  if (isOwnKind(error)) return [new CandlewrightError(error, { ...error.context, cause: error })];
  if (!(error instanceof Error)) return [new CandlewrightError(internalErrors.unforeseen, { detail: String(error) })];
  const { code, path, syscall }: NodeJS.ErrnoException = error;
  const entry = code !== undefined && syscall !== undefined ? systemEntries[code] : undefined;
  if (entry !== undefined)
    return [new CandlewrightError(entry, { ...(path === undefined ? {} : { file: path }), cause: error })];
  return [
    new CandlewrightError(internalErrors.unforeseen, { detail: `${error.name}: ${error.message}`, cause: error }),
  ];
}

/** The sealed layers import nothing of ours, so their errors are classes of their own with the same fields. */
function isOwnKind(error: unknown): error is ErrorEntry & { readonly context?: ErrorContext } {
  if (!(error instanceof Error)) return false;
  const fields = error as Partial<ErrorEntry>;
  return [fields.code, fields.what, fields.why, fields.fix].every((field) => typeof field === "string");
}

/** `config/risk_config.json:4 (max_drawdown)`, or an empty text where no place is known. */
function placeOf({ context: { file, line, path } = {} }: ActionableError): string {
  const place = [file, line].filter((part) => part !== undefined).join(":");
  if (path === undefined) return place;
  return place === "" ? path : `${place} (${path})`;
}

function oneText(error: ActionableError, paint: Paint, verbose: boolean): string {
  const place = placeOf(error);
  const sentence = [error.what, detailOf(error)].filter(Boolean).join(" ");
  const lines = [
    `${paint(["red", "bold"], "error:")} ${sentence} ${paint("dim", `[${error.code}]`)}`,
    ...(place === "" ? [] : [`  where: ${place}`]),
    `  why:   ${error.why}`,
    `  ${paint("green", "fix:")}   ${error.fix}`,
  ];
  const cause = error.cause instanceof Error ? error.cause : error;
  if (verbose && cause.stack !== undefined) lines.push(paint("dim", cause.stack));
  return lines.join("\n");
}

export function errorText(error: unknown, { paint, verbose }: { paint: Paint; verbose: boolean }): string {
  return knownErrors(error)
    .map((one) => oneText(one, paint, verbose))
    .join("\n");
}

/** One error in the document that `--json` prints. */
export interface ErrorDocument {
  readonly code: string;
  readonly what: string;
  readonly detail?: string | undefined;
  readonly why: string;
  readonly fix: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly path?: string | undefined;
}

/** What `--json` prints instead of a result. */
export function errorEnvelope(error: unknown): { readonly errors: readonly ErrorDocument[] } {
  return {
    errors: knownErrors(error).map((one) => ({
      code: one.code,
      what: one.what,
      detail: detailOf(one),
      why: one.why,
      fix: one.fix,
      file: one.context?.file,
      line: one.context?.line,
      path: one.context?.path,
    })),
  };
}
