/** Turns what the schema library found into errors that name the place, the reason and the fix. */
import type { z } from "zod";
import { CandlewrightError, type ErrorEntry } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { pathText, type SettingPath } from "./document.ts";
import { configErrors } from "./errors.ts";
import { factsOf, fieldAt, fieldsOf } from "./fields.ts";

/** Where a value came from, for errors. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}
export type PlaceOf = (path: SettingPath) => Place;

/** A value with no problem, or problems and no value. */
export type Checked<Value> =
  | { readonly value: Value; readonly problems: readonly [] }
  | { readonly value: undefined; readonly problems: readonly CandlewrightError[] };

interface Finding {
  readonly entry: ErrorEntry;
  readonly path: SettingPath;
  readonly detail: string;
  readonly fix?: string;
}

/**
 * Checks a value against a schema.
 * @param prefix path of the value in its file
 * @param placeOf gives file and line of a path (prefix included)
 * @returns the checked value with its defaults, or all problems
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  prefix: SettingPath,
  placeOf: PlaceOf,
): Checked<z.infer<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };
  return {
    value: undefined,
    problems: result.error.issues
      .flatMap((issue) => findingsOf(issue, schema, value))
      .map(({ entry, path, ...rest }) => {
        const where = [...prefix, ...path];
        return new CandlewrightError(entry, {
          ...placeOf(where),
          path: pathText(where) || "(the whole file)",
          ...rest,
        });
      }),
  };
}

function findingsOf(issue: z.core.$ZodIssue, schema: z.ZodType, root: unknown): Finding[] {
  const path = issue.path as SettingPath;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(schema, path, key));
    case "invalid_type":
      return [wrongType(schema, path, valueAt(root, path))];
    case "too_small":
    case "too_big":
      return [outOfRange(schema, path, valueAt(root, path))];
    case "invalid_value":
      return [unknownChoice(path, valueAt(root, path), issue.values.map(String))];
    case "invalid_union":
      return [unknownRule(issue, path, valueAt(root, path))];
    case "invalid_key":
      return [{ entry: configErrors.wrongFormat, path, detail: `Keys here are ${issue.issues[0].message}.` }];
    case "invalid_format":
    case "custom":
    case "not_multiple_of":
    case "invalid_element":
    default:
      return [
        {
          entry: configErrors.wrongFormat,
          path,
          detail: `It takes ${issue.message}; got ${shown(valueAt(root, path))}.`,
        },
      ];
  }
}

function unknownKey(schema: z.ZodType, path: SettingPath, key: string): Finding {
  const object = fieldAt(schema, path);
  const known = object === undefined ? [] : Object.keys(fieldsOf(object));
  const suggestion = nearest(key, known);
  return {
    entry: configErrors.unknownKey,
    path: [...path, key],
    detail: `${JSON.stringify(key)} is none of: ${known.join(", ")}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  };
}

function wrongType(schema: z.ZodType, path: SettingPath, value: unknown): Finding {
  const field = fieldAt(schema, path);
  const type = field === undefined ? "value" : factsOf(field).type;
  const key = String(path.at(-1) ?? "");
  if (value === undefined)
    return {
      entry: configErrors.missingKey,
      path,
      detail: `${key} is needed (${type}).`,
      fix: `Add ${JSON.stringify(key)}; see: candlewright config explain ${key}`,
    };
  const number = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  const unquoted = (number && type.endsWith("number")) || value === "true" || value === "false";
  return {
    entry: configErrors.wrongType,
    path,
    detail: `It takes a ${type}; got ${shown(value)}.`,
    ...(unquoted ? { fix: `Write it without quotes: ${value}` } : {}),
  };
}

function outOfRange(schema: z.ZodType, path: SettingPath, value: unknown): Finding {
  const field = fieldAt(schema, path);
  const facts = field === undefined ? undefined : factsOf(field);
  const key = String(path.at(-1) ?? "");
  const percent = key.endsWith("_pct") && typeof value === "number" && Math.abs(value) >= 1;
  return {
    entry: configErrors.outOfRange,
    path,
    detail: `It takes a ${[facts?.type ?? "number", facts?.range].filter(Boolean).join(", ")}; got ${shown(value)}.`,
    ...(percent ? { fix: `It is a fraction of 1, not a percentage: for ${value} % write ${value / 100}.` } : {}),
  };
}

function unknownChoice(path: SettingPath, value: unknown, choices: readonly string[]): Finding {
  const suggestion = typeof value === "string" ? nearest(value, choices) : undefined;
  return {
    entry: configErrors.unknownChoice,
    path,
    detail: `Got ${shown(value)}; the choices are ${choices.join(", ")}.`,
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  };
}

/** A `rule` that names no variant. */
function unknownRule(issue: z.core.$ZodIssueInvalidUnion, path: SettingPath, value: unknown): Finding {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  return unknownChoice(path, value, options);
}

function valueAt(root: unknown, path: SettingPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** A value as it is shown in an error: short, and never an object's content. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a table";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
