/** Every error that Candlewright can report, from the lists of all layers: for `explain` and docs/errors.md. */
import type { ErrorEntry } from "../engine/errors.ts";

export interface ErrorSection {
  readonly title: string;
  readonly entries: readonly ErrorEntry[];
}

/** One line for each file that declares error lists; each of its exports that is a list is taken. */
const sources: readonly (readonly [title: string, load: () => Promise<object>])[] = [
  ["Command line", () => import("./errors.ts")],
  ["Candles and their files", () => import("../data/errors.ts")],
  ["Settings", () => import("../config/errors.ts")],
  ["Strategies", () => import("../strategies/errors.ts")],
  ["Engine", () => import("../engine/engine-errors.ts")],
  ["Expressions", () => import("../engine/expression/errors.ts")],
  ["Recorded runs", () => import("../monitor/errors.ts")],
  ["Journal", () => import("../monitor/journal/errors.ts")],
  ["Sealed credentials", () => import("../secrets/envelope/errors.ts")],
  ["Signer", () => import("../secrets/signer/errors.ts")],
  ["Vault and key providers", () => import("../secrets/errors.ts")],
  ["Timeframes", () => import("../engine/timeframe.ts")],
];

/** Loads all layers' lists, in the order in which the docs show them. */
export async function errorCatalogue(): Promise<readonly ErrorSection[]> {
  return Promise.all(
    sources.map(async ([title, load]) => ({
      title,
      entries: Object.values(await load())
        .filter(isErrorList)
        .flatMap((list) => Object.values(list)),
    })),
  );
}

function isErrorList(value: unknown): value is Readonly<Record<string, ErrorEntry>> {
  if (typeof value !== "object" || value === null) return false;
  const entries: unknown[] = Object.values(value);
  return entries.length > 0 && entries.every((entry) => typeof entry === "object" && entry !== null && "fix" in entry);
}
