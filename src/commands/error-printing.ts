/** One error, or several at once (`AggregateError`), as text for people and as JSON for programs. */
import type { styleText } from "node:util";
import { CandlewrightError, type ErrorEntry } from "../engine/errors.ts";
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

/** Anything thrown, as a list of errors that a person can act on; never empty. */
export function knownErrors(error: unknown): readonly CandlewrightError[] {
  if (error instanceof CandlewrightError) return [error];
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(knownErrors);
  if (!(error instanceof Error)) return [new CandlewrightError(internalErrors.unforeseen, { detail: String(error) })];
  const { code, path, syscall }: NodeJS.ErrnoException = error;
  const entry = code !== undefined && syscall !== undefined ? systemEntries[code] : undefined;
  if (entry !== undefined)
    return [new CandlewrightError(entry, { ...(path === undefined ? {} : { file: path }), cause: error })];
  return [
    new CandlewrightError(internalErrors.unforeseen, { detail: `${error.name}: ${error.message}`, cause: error }),
  ];
}

/** `config/risk_config.json:4 (max_drawdown)`, or an empty text where no place is known. */
function placeOf({ context: { file, line, path } }: CandlewrightError): string {
  const place = [file, line].filter((part) => part !== undefined).join(":");
  if (path === undefined) return place;
  return place === "" ? path : `${place} (${path})`;
}

function oneText(error: CandlewrightError, paint: Paint, verbose: boolean): string {
  const place = placeOf(error);
  const sentence = [error.what, error.context.detail].filter(Boolean).join(" ");
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
    errors: knownErrors(error).map(({ code, what, why, fix, context: { detail, file, line, path } }) => ({
      code,
      what,
      detail,
      why,
      fix,
      file,
      line,
      path,
    })),
  };
}
