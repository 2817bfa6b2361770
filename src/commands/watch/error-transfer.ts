/** Errors across threads: a structured clone keeps neither their class nor their code. */
import { CandlewrightError, type ErrorContext, type ErrorEntry } from "../../engine/errors.ts";
import { knownErrors } from "../error-printing.ts";

/** One error as plain data. */
export interface PlainError {
  readonly entry: ErrorEntry;
  readonly context: ErrorContext;
  /** Of what caused it, for --verbose. */
  readonly stack: string;
}

/** Any error as plain data; several where it holds several. */
export function toPlain(error: unknown): readonly PlainError[] {
  return knownErrors(error).map((known) => {
    const { code, what, why, fix, context, cause } = known;
    const { stack = "" } = cause instanceof Error ? cause : known;
    return { entry: { code, what, why, fix }, context: { ...context, cause: undefined }, stack };
  });
}

/** The error that `toPlain` took apart, or an AggregateError of them where there were several. */
export function fromPlain(errors: readonly PlainError[]): CandlewrightError | AggregateError {
  const restored = errors.map(({ entry, context, stack }) => {
    const cause = Object.assign(new Error(entry.what), { stack });
    return new CandlewrightError(entry, { ...context, cause });
  });
  return restored.length === 1 ? restored[0] : new AggregateError(restored, "several errors");
}
