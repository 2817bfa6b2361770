/** One section's values from its file and from overrides, each value traceable to where it was set. */
import { parseDocument, pathText, type SettingPath, type SettingsDocument } from "./document.ts";
import type { Override } from "./environment.ts";
import type { PlaceOf } from "./problems.ts";
import type { SectionName } from "./sections.ts";

/** Where a value was set. */
export type Origin =
  | { readonly kind: "file"; readonly file: string; readonly line: number }
  | { readonly kind: "override"; readonly source: string }
  | { readonly kind: "default" };

export interface SectionValues {
  readonly name: SectionName;
  /** Not checked yet; undefined where neither file nor override says anything. */
  readonly value: unknown;
  readonly document: SettingsDocument | undefined;
  readonly placeOf: PlaceOf;
  originOf(path: SettingPath): Origin;
}

export type AllSectionValues = Readonly<Record<SectionName, SectionValues>>;

/**
 * @param file its path, as errors show it
 * @param text content of the section's file, or undefined where there is none
 */
export function sectionValues(
  name: SectionName,
  file: string,
  text: string | undefined,
  allOverrides: readonly Override[],
): SectionValues {
  const document = text === undefined ? undefined : parseDocument(file, text);
  const overrides = allOverrides.filter((override) => override.section === name);
  const sources = new Map<string, string>();
  let value = structuredClone(document?.value);
  for (const { path, value: wanted, source } of overrides) {
    const target = targetPath(path, value);
    value = withValue(value, target, listWhereListed(name, target, wanted));
    sources.set(pathText(target), source);
  }
  /** The override that set this path, or a table around it. */
  const sourceOf = (path: SettingPath) => {
    for (let length = path.length; length > 0; length--) {
      const source = sources.get(pathText(path.slice(0, length)));
      if (source !== undefined) return source;
    }
    return undefined;
  };
  return {
    name,
    value,
    document,
    placeOf: (path) => {
      const source = sourceOf(path);
      if (source !== undefined) return { file: source };
      return document === undefined ? { file } : { file, line: document.lineOf(path) };
    },
    originOf: (path) => {
      const source = sourceOf(path);
      if (source !== undefined) return { kind: "override", source };
      if (document?.has(path) === true) return { kind: "file", file, line: document.lineOf(path) };
      return { kind: "default" };
    },
  };
}

/** In a list of one strategy the index may be left out. */
function targetPath(path: SettingPath, value: unknown): SettingPath {
  return Array.isArray(value) && value.length === 1 && typeof path[0] !== "number" ? [0, ...path] : path;
}

/** `BTC/USDT,ETH/USDT` for a key that takes a list. */
function listWhereListed(name: SectionName, path: SettingPath, wanted: unknown): unknown {
  const isList = name === "strategy" && path.at(-1) === "symbols";
  return isList && typeof wanted === "string" ? wanted.split(",").map((part) => part.trim()) : wanted;
}

/** A copy of the tree with this value at the path; tables are made where there are none. */
function withValue(tree: unknown, path: SettingPath, wanted: unknown): unknown {
  if (path.length === 0) return wanted;
  const [first, ...rest] = path;
  if (Array.isArray(tree) && typeof first === "number") {
    const list: unknown[] = [...tree];
    list[first] = withValue(list[first], rest, wanted);
    return list;
  }
  const table = typeof tree === "object" && tree !== null ? (tree as Record<string, unknown>) : {};
  return { ...table, [first]: withValue(table[first], rest, wanted) };
}
