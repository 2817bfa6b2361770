/**
 * What a strategy may not do, so that a backtest, a dry run and a live run decide the same: read a clock, use chance,
 * the network, the disk or the machine's locale. The engine's own sources are held to the same list.
 * It finds slips, not malice: a strategy is code that its user chose to run.
 */
import { isBuiltin } from "node:module";
import { codeOnly, importsOf, lineAt } from "./source-text.ts";

export interface LintFinding {
  /** 1-based. */
  readonly line: number;
  /** As it stands in the source: `Date.now`. */
  readonly found: string;
  readonly why: string;
}

const CLOCK = "reads the clock; the engine passes the time in";
const CHANCE = "is random; two runs would differ";
const NETWORK = "uses the network; data comes in as candles and features";
const LATER = "runs something later, outside of the candle's turn";
const MACHINE = "depends on the machine and its process";
const LOCALE = "depends on the machine's language and time zone; use the UTC form";
const HIDDEN = "can hide what the code does";

/** A name that stands alone: not a property of something, not a key of an object. */
const alone = (names: string) => `(?<![\\w$.#])(?:${names})\\b(?!\\s*:)`;

const RULES: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w]))|(?<![\w$.]|\bnew\s+)Date\s*\(/g, CLOCK],
  [new RegExp(alone("performance|Temporal"), "g"), CLOCK],
  [/\bMath\s*\.\s*random\b/g, CHANCE],
  [new RegExp(alone("crypto"), "g"), CHANCE],
  [new RegExp(alone("fetch|WebSocket|XMLHttpRequest|EventSource"), "g"), NETWORK],
  [new RegExp(alone("setTimeout|setInterval|setImmediate|queueMicrotask"), "g"), LATER],
  [new RegExp(alone("process|navigator|Worker|SharedArrayBuffer|WeakRef|FinalizationRegistry"), "g"), MACHINE],
  [/\.\s*(?:toLocale\w*|localeCompare|getTimezoneOffset)\b/g, LOCALE],
  [/\.\s*(?:get|set)(?:Date|Day|FullYear|Hours|Minutes|Month)\s*\(/g, LOCALE],
  [new RegExp(alone("Intl"), "g"), LOCALE],
  [new RegExp(alone("eval|globalThis|require|Function(?=\\s*\\()"), "g"), HIDDEN],
  [/\bimport\s*\(/g, HIDDEN],
];

/** Everything in the source that a strategy, or the engine, may not use; in the order of the lines. */
export function lintDeterminism(source: string): readonly LintFinding[] {
  const code = codeOnly(source, { strings: true });
  const uses = RULES.flatMap(([pattern, why]) =>
    Array.from(code.matchAll(pattern), (match) => ({ line: lineAt(code, match.index), found: match[0].trim(), why })),
  );
  const imports = importsOf(source)
    .filter(({ specifier }) => isBuiltin(specifier))
    .map(({ specifier, line }) => ({ line, found: specifier, why: MACHINE }));
  return [...uses, ...imports].sort((a, b) => a.line - b.line);
}
