import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { prepareNodeCopy } from "./node-copy.ts";

const skip = process.platform === "win32" ? "scripts stand in for Node here" : false;

test("a copy of Node that does not run away from its libraries is not kept; one that runs can't be read", {
  skip,
}, (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-copy-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "bin", "node");
  const original = join(folder, "original");
  writeFileSync(original, "not a program", { mode: 0o755 });
  assert.equal(prepareNodeCopy(path, original), undefined);
  assert.ok(!existsSync(path));
  assert.equal(prepareNodeCopy(path), path);
  assert.equal(statSync(path).mode & 0o777, 0o111);
  assert.equal(prepareNodeCopy(path), path);
});
