/** The scripts of the page as text, ready to stand inside it. */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A checkout runs the sources, an installed package what the compiler made of them. */
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

/** The chart library's own build for browsers; its licence notice is its first comment and stays. */
export function chartLibrary(): string {
  const main = fileURLToPath(import.meta.resolve("lightweight-charts"));
  return inScript(readFileSync(join(dirname(main), "lightweight-charts.standalone.production.js"), "utf8"));
}

/** The page's own script: its modules one after another, what each one imports first. */
export function pageScript(): string {
  const folder = join(import.meta.dirname, "page");
  const done = new Set<string>();
  const parts: string[] = [];
  const add = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const source = readFileSync(join(folder, `${name}${extension}`), "utf8");
    const code = extension === ".ts" ? withoutTypes(source) : source;
    for (const [, imported] of code.matchAll(/^import [^;]*"\.\/([\w-]+)\.[jt]s";$/gm)) add(imported);
    parts.push(code.replaceAll(/^import [^;]*;$/gm, "").replaceAll(/^export (?=const|function|async|class)/gm, ""));
  };
  add("main");
  return inScript(`{\n${parts.join("\n")}\n}`);
}

/** Only a checkout comes here. Node warns that this function may change; a reader of a report can do nothing about it. */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Keeps a text that ends a script element from ending this one. */
function inScript(code: string): string {
  return code.replaceAll(/<\/(?=script)/gi, "<\\/");
}
