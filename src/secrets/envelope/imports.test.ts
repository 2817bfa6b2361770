import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

test("threats 17 malicious dependency: every file of the envelope imports Node's own modules and its neighbours only", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  assert.ok(files.length > 15);
  for (const file of files) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    const imports = [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*"([^"]+)"/gm)].map((match) => match[1]);
    for (const name of imports) {
      const isOwn = name.startsWith("./") && files.includes(name.slice(2));
      assert.ok(
        isOwn || (name.startsWith("node:") && builtinModules.includes(name.slice(5))),
        `${file} imports ${name}`,
      );
      assert.doesNotMatch(name, /^node:(?:child_process|worker_threads|vm|net|https?)$/, file);
    }
  }
});
