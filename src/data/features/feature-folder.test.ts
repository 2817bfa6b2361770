import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { readFeature } from "./feature-folder.ts";

test("a feature is found by its name; a missing one says which are there", async (t) => {
  const root = temporaryFolder(t);
  const missing = (text: RegExp) => (error: unknown) =>
    error instanceof CandlewrightError && error.code === "DATA_FEATURE_MISSING" && text.test(error.message);
  await assert.rejects(readFeature(root, "funding"), missing(/it holds none/));
  mkdirSync(join(root, "features"));
  writeFileSync(join(root, "features", "funding.csv"), "time_available,value\n2024-01-01,0.5\n");
  writeFileSync(join(root, "features", "fear.csv.gz"), gzipSync("time_available,value\n2024-01-01,7\n2024-01-02,8\n"));
  assert.equal((await readFeature(root, "funding")).value[0], 0.5);
  const fear = await readFeature(root, "fear");
  assert.deepEqual([fear.name, fear.length], ["fear", 2]);
  await assert.rejects(readFeature(root, "../fear"), missing(/there is fear, funding/));
});
