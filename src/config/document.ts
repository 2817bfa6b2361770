/** One settings file: parsed with comments allowed, every place in it known by line. */
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { CandlewrightError } from "../engine/errors.ts";
import { configErrors } from "./errors.ts";
import { isSecretName, isSecretText } from "./secret-keys.ts";

export type SettingPath = readonly (string | number)[];

/** `parameters.short_window`, `[1].symbols[0]`. */
export function pathText(path: SettingPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

export interface SettingsDocument {
  /** As it is shown in errors. */
  readonly file: string;
  /** Plain JSON data; undefined where the problems forbid its use. */
  readonly value: unknown;
  readonly problems: readonly CandlewrightError[];
  /** 1-based line of the value at this path, or of the innermost object around it that exists. */
  lineOf(path: SettingPath): number;
  /** Whether the file itself sets this path. */
  has(path: SettingPath): boolean;
}

/** Keys that reach into JavaScript's own objects. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses a settings file. Nothing is thrown: all problems are collected.
 * @param file its name for errors
 */
export function parseDocument(file: string, text: string): SettingsDocument {
  const syntaxErrors: ParseError[] = [];
  // A byte order mark is what some editors put first; it says nothing.
  const source = text.replace(/^\uFEFF/, "");
  const root = parseTree(source, syntaxErrors, { allowTrailingComma: true });
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const problems = syntaxErrors.map(
    ({ error, offset }) =>
      new CandlewrightError(configErrors.syntax, {
        file,
        line: lineAt(offset),
        detail: `${printParseErrorCode(error).replace(/(?<=[a-z])(?=[A-Z])/g, " ")}.`,
      }),
  );
  if (root === undefined)
    return { file, value: undefined, problems: orEmptyFile(problems, file), lineOf: () => 1, has: () => false };
  if (problems.length === 0) problems.push(...forbidden(root, file, lineAt));
  return {
    file,
    value: problems.some((problem) => problem.code !== configErrors.secretInFile.code) ? undefined : getNodeValue(root),
    problems,
    lineOf: (path) => lineAt(innermostNode(root, path).offset),
    has: (path) => findNodeAtLocation(root, [...path]) !== undefined,
  };
}

function orEmptyFile(problems: readonly CandlewrightError[], file: string): readonly CandlewrightError[] {
  return problems.length > 0
    ? problems
    : [new CandlewrightError(configErrors.syntax, { file, line: 1, detail: "It is empty." })];
}

function innermostNode(root: Node, path: SettingPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

/** Keys that stand twice, keys that are never allowed, and secrets, at any depth. */
function forbidden(root: Node, file: string, lineAt: (offset: number) => number): CandlewrightError[] {
  const problems: CandlewrightError[] = [];
  const visit = (node: Node, path: SettingPath) => {
    const report = (entry: (typeof configErrors)[keyof typeof configErrors], at: Node, where: SettingPath) =>
      problems.push(new CandlewrightError(entry, { file, line: lineAt(at.offset), path: pathText(where) }));
    if (node.type === "string" && isSecretText(String(node.value))) report(configErrors.secretInFile, node, path);
    if (node.type === "array") node.children?.forEach((child, index) => visit(child, [...path, index]));
    if (node.type !== "object") return;
    const seen = new Set<string>();
    for (const { children } of node.children ?? []) {
      if (children === undefined || children.length < 2) continue;
      const [keyNode, valueNode] = children;
      const key = String(keyNode.value);
      const where = [...path, key];
      if (FORBIDDEN_KEYS.has(key)) report(configErrors.forbiddenKey, keyNode, where);
      if (seen.has(key)) report(configErrors.duplicateKey, keyNode, where);
      if (isSecretName(key)) report(configErrors.secretInFile, keyNode, where);
      seen.add(key);
      visit(valueNode, where);
    }
  };
  visit(root, []);
  return problems;
}
