import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { test } from "node:test";

const SIGNER = import.meta.dirname;
/** The only folders that the signer's process loads from: it has the right to read no other. */
const OURS = [SIGNER, join(SIGNER, "..", "envelope"), join(SIGNER, "..", "..", "files")];
const isOurs = (file: string) => OURS.some((folder) => file.startsWith(folder + sep));
const IMPORT =
  /^(?:import|export)\s[^"'=;]*?\sfrom\s*["']([^"']+)["']|^import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\s*\(\s*[^"'\s]|\brequire\s*\(\s*["']|createRequire|process\.binding|\beval\s*\(|new Function/;

function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** Every file that the signer's process can load, found by walking its imports from `main.ts`. */
function walk(start: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const name of importsOf(file)) if (name.startsWith(".")) waiting.push(resolve(dirname(file), name));
  }
  return seen;
}

test("threats 17 malicious dependency: the signer's process loads Node's own modules, itself, the envelope and the files it is kept in, and no dependency", () => {
  const files = walk(join(SIGNER, "main.ts"));
  assert.ok(files.size > 25, "the walk found too little to mean anything");
  for (const file of files) {
    assert.ok(isOurs(file), file);
    assert.ok(!file.endsWith(".test.ts"), file);
    assert.doesNotMatch(readFileSync(file, "utf8"), DYNAMIC, file);
    for (const name of importsOf(file)) {
      const isOwn = name.startsWith(".");
      assert.ok(
        isOwn || (name.startsWith("node:") && builtinModules.includes(name.slice(5))),
        `${file} imports ${name}`,
      );
      // Nothing that starts processes, threads or another runtime is needed by what holds the key.
      assert.doesNotMatch(name, /^node:(?:child_process|cluster|worker_threads|vm|repl|sqlite|module)$/, file);
    }
  }
});

test("every file beside the signer keeps to the same layers, the launcher and the client too", () => {
  for (const entry of readdirSync(SIGNER, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".ts") || entry.endsWith(".test.ts")) continue;
    const file = join(SIGNER, entry);
    for (const name of importsOf(file)) {
      if (name.startsWith("node:")) continue;
      const target = resolve(dirname(file), name);
      assert.ok(isOurs(target), `${entry} imports ${name}`);
    }
  }
});
