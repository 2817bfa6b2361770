import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CandlewrightError } from "../engine/errors.ts";
import { knownErrors } from "./error-printing.ts";
import { loadStrategyFile } from "./strategy-file.ts";

async function load(source: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-strategy-"));
  try {
    const file = join(folder, "mine.ts");
    if (source !== undefined) await writeFile(file, source);
    return await loadStrategyFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Code, line and detail of each error. */
async function errorsOf(source: string | undefined): Promise<string[]> {
  try {
    await load(source);
    return [];
  } catch (error) {
    assert.ok(error instanceof CandlewrightError || error instanceof AggregateError);
    return knownErrors(error).map(({ code, context }) =>
      [code, context?.line, context?.detail].filter(Boolean).join(" "),
    );
  }
}

test("a strategy's declaration comes from the default export of its file", async () => {
  const source =
    'const about: string = "x";\nexport default { parameters: { a: { kind: "switch", default: true, about } } };';
  assert.deepEqual((await load(source)).parameters, { a: { kind: "switch", default: true, about: "x" } });
});

test("a broken file is reported with its line, and before it runs if it is not deterministic", async () => {
  assert.deepEqual(await errorsOf(undefined), ["STRATEGY_FILE_UNREADABLE"]);
  assert.deepEqual(await errorsOf("export const x = 1;"), ["STRATEGY_FILE_NO_STRATEGY"]);
  assert.deepEqual(await errorsOf("\n\nthrow new Error('oh');"), ["STRATEGY_FILE_BROKEN 3 Error: oh"]);
  assert.match((await errorsOf("\nexport default = 3;"))[0], /^STRATEGY_FILE_BROKEN 2 SyntaxError/);
  assert.deepEqual(await errorsOf("const t = Date.now();\nconst r = Math.random();\nthrow new Error('ran');"), [
    "STRATEGY_FILE_NOT_DETERMINISTIC 1 Date.now reads the clock; the engine passes the time in.",
    "STRATEGY_FILE_NOT_DETERMINISTIC 2 Math.random is random; two runs would differ.",
  ]);
});
