import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";

const files = resolve(import.meta.dirname, "../../files");

test("threats 17 malicious dependency: every file of the envelope, and of the files it is kept in, imports Node's own modules and these only", () => {
  const ours = [import.meta.dirname, files].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => join(folder, name)),
  );
  assert.ok(ours.length > 17);
  for (const file of ours) {
    const text = readFileSync(file, "utf8");
    const imports = [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*"([^"]+)"/gm)].map((match) => match[1]);
    for (const name of imports) {
      const isOwn = name.startsWith(".") && ours.includes(resolve(file, "..", name));
      assert.ok(
        isOwn || (name.startsWith("node:") && builtinModules.includes(name.slice(5))),
        `${file} imports ${name}`,
      );
      assert.doesNotMatch(name, /^node:(?:child_process|worker_threads|vm|net|https?)$/, file);
    }
  }
});
