/** Holds the house rules that no compiler knows: who may import whom, determinism of the core, size of files, no leftovers. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { test } from "node:test";
import { codeOnly, importsOf, lineAt } from "./commands/source-text.ts";
import { lintDeterminism } from "./commands/strategy-lint.ts";

const root = dirname(import.meta.dirname);
const MAXIMUM_LINES = 350;

interface SourceFile {
  /** From the root, with slashes: `src/engine/candles.ts`. */
  readonly path: string;
  readonly text: string;
}

const read = (patterns: string[]): readonly SourceFile[] =>
  globSync(patterns, { cwd: root, exclude: (name) => name.includes("node_modules") }).map((path) => ({
    path: path.split(sep).join("/"),
    text: readFileSync(join(root, path), "utf8"),
  }));

const everything = read(["{src,simulator,test,bench,scripts,bin}/**/*.{ts,mts,mjs,js}"]);
const sources = everything.filter(({ path }) => /^(src|simulator)\//.test(path) && !path.endsWith(".test.ts"));

/** Whom a folder may import, beside itself. The longest matching folder counts. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "src/engine": [],
  "src/files": [],
  "src/strategies": ["src/engine"],
  "src/config": ["src/engine"],
  "src/data": ["src/engine", "src/config", "src/files"],
  "src/execution": ["src/engine", "src/config", "src/data", "src/secrets", "src/monitor/journal"],
  "src/monitor": ["src/engine", "src/config"],
  "src/secrets": ["src/engine", "src/config", "src/files", "src/secrets/envelope", "src/secrets/signer"],
  "src/secrets/envelope": ["src/files", "src/secrets/signer"],
  "src/secrets/signer": ["src/files", "src/secrets/envelope"],
  "src/models": ["src/engine", "src/config", "src/data"],
  "src/research": ["src/engine", "src/config", "src/monitor/metrics", "src/models"],
  "src/commands": ["src", "simulator"],
  "src/main.ts": ["src/commands"],
  "src/index.ts": ["src/engine", "src/strategies"],
  simulator: ["src/engine", "src/secrets"],
};

/** What the process that holds the keys consists of: no package comes in here. */
const SEALED: readonly string[] = ["src/files", "src/secrets/envelope", "src/secrets/signer"];

/** Which of the folders, or files, the path lies in; the longest one. */
function folderOf(path: string, folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)
    .at(0);
}

function importProblems({ path, text }: SourceFile): string[] {
  const from = folderOf(path, Object.keys(ALLOWED));
  if (from === undefined) return [`${path}: lies in no folder that the rules know`];
  const isSealed = SEALED.includes(from);
  return importsOf(text).flatMap(({ specifier, line }) => {
    if (!specifier.startsWith(".")) {
      const isOurs = isSealed && !specifier.startsWith("node:");
      return isOurs ? [`${path}:${line} imports ${specifier}; only node: modules may come in here`] : [];
    }
    const target = relative(root, join(root, dirname(path), specifier))
      .split(sep)
      .join("/");
    const to = folderOf(target, Object.keys(ALLOWED));
    const isAllowed =
      to === from || (ALLOWED[from].some((folder) => target.startsWith(`${folder}/`)) && to !== "src/main.ts");
    return isAllowed ? [] : [`${path}:${line} imports ${target}, which ${from} may not`];
  });
}

test("layers import only whom they may", () => {
  assert.deepEqual(sources.flatMap(importProblems), []);
});

test("the rule sees a forbidden import, a re-export and a dynamic one", () => {
  const problemsOf = (path: string, text: string) => importProblems({ path, text }).length;
  assert.equal(problemsOf("src/engine/a.ts", 'import { x } from "../config/settings.ts";'), 1);
  assert.equal(problemsOf("src/engine/indicators/a.ts", 'export * from "../../data/store.ts";'), 1);
  assert.equal(problemsOf("src/data/a.ts", 'const x = await import("../commands/output.ts");'), 1);
  assert.equal(problemsOf("src/secrets/signer/a.ts", 'import { z } from "zod";'), 1);
  assert.equal(problemsOf("src/secrets/signer/a.ts", 'import { x } from "../../engine/errors.ts";'), 1);
  assert.equal(problemsOf("src/secrets/envelope/a.ts", 'import { x } from "../../files/lock.ts";'), 0);
  assert.equal(problemsOf("src/files/a.ts", 'import { z } from "zod";'), 1);
  assert.equal(problemsOf("src/files/a.ts", 'import { x } from "../engine/errors.ts";'), 1);
  assert.equal(problemsOf("src/research/a.ts", 'import { x } from "../monitor/report.ts";'), 1);
  assert.equal(problemsOf("src/research/a.ts", 'import { x } from "../monitor/metrics/sharpe.ts";'), 0);
  assert.equal(problemsOf("src/commands/a.ts", 'import { x } from "../../simulator/exchange.ts";'), 0);
  assert.equal(problemsOf("src/data/a.ts", 'import { x } from "../../simulator/exchange.ts";'), 1);
});

/** The engine writes its inner loops itself, once per operator class, from its own fixed texts. */
const GENERATORS = ["src/engine/expression/block-form.ts"];

test("engine and strategies read no clock, no chance, no machine", () => {
  const problems = sources
    .filter(({ path }) => /^src\/(engine|strategies)\//.test(path))
    .flatMap(({ path, text }) =>
      lintDeterminism(text)
        .filter(({ found }) => !(found === "Function" && GENERATORS.includes(path)))
        .map(({ line, found, why }) => `${path}:${line} ${found} ${why}`),
    );
  assert.deepEqual(problems, []);
});

test(`no file is longer than ${MAXIMUM_LINES} lines`, () => {
  const tooLong = everything
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > MAXIMUM_LINES)
    .map(({ path, lines }) => `${path}: ${lines}`);
  assert.deepEqual(tooLong, []);
});

test("no test is switched off or alone, and nothing is left to do later", () => {
  const leftover = /\b(?:test|it|describe|suite)\s*\.\s*(?:only|skip|todo)\b|\bonly\s*:\s*true/g;
  const switchedOff = everything.flatMap(({ path, text }) => {
    const code = codeOnly(text, { strings: true });
    return Array.from(code.matchAll(leftover), (match) => `${path}:${lineAt(code, match.index)} ${match[0]}`);
  });
  // Each mark has a letter in brackets, so that this line does not find itself.
  const marks = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/;
  const later = everything.filter(({ text }) => marks.test(text)).map(({ path }) => path);
  assert.deepEqual([...switchedOff, ...later], []);
});
