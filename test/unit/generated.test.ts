import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { generatedFiles } from "../../scripts/generate.ts";

const root = join(import.meta.dirname, "../..");

test("the generated documents and schemas are current", async () => {
  for (const [path, content] of Object.entries(await generatedFiles()))
    assert.ok(readFileSync(join(root, path), "utf8") === content, `${path} is not current. Fix: npm run docs`);
});
