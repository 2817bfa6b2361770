import { pathText, type SettingPath } from "./document.ts";
import type { Origin, SectionValues } from "./section-values.ts";
import type { SectionName } from "./sections.ts";

/** One value with where it was set. */
export interface TracedValue {
  readonly section: SectionName;
  /** `parameters.short_window`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** Every single value under a path; lists count as one value. */
export function traceOf(section: SectionValues, path: SettingPath, value: unknown): readonly TracedValue[] {
  if (value === undefined || path.at(-1) === "$schema") return [];
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) => traceOf(section, [...path, key], inner));
  return [{ section: section.name, path: pathText(path), value, origin: section.originOf(path) }];
}
