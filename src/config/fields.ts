/** Walks a schema: which keys an object takes, and what a field takes, in words. */
import { z } from "zod";
import type { SettingPath } from "./document.ts";
import { type Note, notes } from "./notes.ts";

/** The schema without its default and its "may be left out". */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return unwrapped(schema.def.innerType);
  return schema;
}

/** The fields of an object; of a union, those of all its variants. */
export function fieldsOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return inner.shape;
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const variants = inner.def.options.map(fieldsOf);
    const discriminator = inner.def.discriminator;
    return { ...Object.assign({}, ...variants), [discriminator]: choiceOf(variants.map((one) => one[discriminator])) };
  }
  return {};
}

/** The field that names the variant, as one choice of all the names. */
function choiceOf(names: readonly z.core.$ZodType[]): z.core.$ZodType {
  const choice = z.literal(names.flatMap((name) => (name instanceof z.ZodLiteral ? name.def.values : [])));
  const note = notes.get(names[0]);
  return note === undefined ? choice : choice.register(notes, note);
}

/** The schema at a path inside another, or undefined where the path leads nowhere. */
export function fieldAt(schema: z.core.$ZodType, path: SettingPath): z.core.$ZodType | undefined {
  if (path.length === 0) return schema;
  const inner = unwrapped(schema);
  const [first, ...rest] = path;
  if (inner instanceof z.ZodArray) return fieldAt(inner.def.element, rest);
  if (inner instanceof z.ZodRecord) return fieldAt(inner.def.valueType, rest);
  const field = fieldsOf(inner)[String(first)];
  return field === undefined ? undefined : fieldAt(field, rest);
}

export interface FieldFacts extends Note {
  /** "number", "whole number", "text", "true or false", "list", "table". */
  readonly type: string;
  /** "above 0, below 1", or the choices. */
  readonly range?: string;
  /** Undefined where there is none. */
  readonly default?: unknown;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: "number",
  integer: "whole number",
  string: "text",
  boolean: "true or false",
  array: "list",
  object: "table",
};

/** What a field takes, from the same schema that checks it. */
export function factsOf(field: z.core.$ZodType): FieldFacts {
  const json = z.toJSONSchema(field, { io: "input", unrepresentable: "any" });
  const bounds = [
    ...(json.minimum === undefined ? [] : [`at least ${json.minimum}`]),
    ...(json.exclusiveMinimum === undefined ? [] : [`above ${json.exclusiveMinimum}`]),
    ...(json.maximum === undefined ? [] : [`at most ${json.maximum}`]),
    ...(json.exclusiveMaximum === undefined ? [] : [`below ${json.exclusiveMaximum}`]),
    ...(json.minItems === undefined ? [] : [`at least ${json.minItems} ${json.minItems === 1 ? "entry" : "entries"}`]),
    ...(json.maxItems === undefined ? [] : [`at most ${json.maxItems} entries`]),
  ];
  const choices = json.enum ?? (json.const === undefined ? undefined : [json.const]);
  const range = choices?.join(", ") ?? (bounds.length > 0 ? bounds.join(", ") : undefined);
  return {
    about: "",
    ...notes.get(field),
    type: TYPE_WORDS[typeof json.type === "string" ? json.type : "object"],
    ...(range === undefined ? {} : { range }),
    ...(json.default === undefined ? {} : { default: json.default }),
  };
}
