/**
 * Errors that a person can act on: a stable code, what happened, why, and the fix.
 * Each layer declares its own list with `errorList`; `docs/errors.md` is generated from all of them.
 */

export interface ErrorEntry {
  /** Stable, never re-used: `DATA_TRUNCATED_FILE`. */
  readonly code: string;
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it is an error, or what usually causes it. */
  readonly why: string;
  /** What to do now; a command where there is one. */
  readonly fix: string;
}

/** Where it happened and what exactly was found; every field is optional and printed where present. */
export interface ErrorContext {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** Path inside a document: `parameters.short_window`. */
  readonly path?: string;
  /** The particulars of this one case. */
  readonly detail?: string;
  /** Replaces the entry's general fix where a better one is known. */
  readonly fix?: string;
  readonly cause?: unknown;
}

export class CandlewrightError extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly context: ErrorContext;

  constructor(entry: ErrorEntry, context: ErrorContext = {}) {
    const place = [context.file, context.line, context.path].filter((part) => part !== undefined).join(":");
    const message = `${place === "" ? "" : `${place}: `}${entry.what}${context.detail === undefined ? "" : ` ${context.detail}`}`;
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = "CandlewrightError";
    this.code = entry.code;
    this.what = entry.what;
    this.why = entry.why;
    this.fix = context.fix ?? entry.fix;
    this.context = context;
  }
}

/**
 * Declares one layer's errors.
 * @param area the prefix of every code, upper case: `DATA`
 * @param entries by name in camel case; `truncatedFile` becomes the code `DATA_TRUNCATED_FILE`
 */
export function errorList<const Name extends string>(
  area: string,
  entries: Readonly<Record<Name, Omit<ErrorEntry, "code">>>,
): Readonly<Record<Name, ErrorEntry>> {
  const list = {} as Record<Name, ErrorEntry>;
  for (const name of Object.keys(entries) as Name[]) {
    const code = `${area}_${name.replace(/([A-Z])/g, "_$1").toUpperCase()}`;
    list[name] = Object.freeze({ code, ...entries[name] });
  }
  return Object.freeze(list);
}
