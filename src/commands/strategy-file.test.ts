import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CandlewrightError } from "../engine/errors.ts";
import { Condition } from "../engine/expression/node.ts";
import { marketOf } from "../engine/expression/sources.ts";
import { knownErrors } from "./error-printing.ts";
import { loadStrategyFile } from "./strategy-file.ts";

async function load(source: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), "candlewright-strategy-"));
  try {
    const file = join(folder, "mine.ts");
    if (source !== undefined) await writeFile(file, source);
    // What `npm init` writes; a strategy is an ES module all the same.
    await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }');
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

const description = (parts: string) => `name: "mine", about: "Mine.", parameters: {}, ${parts}`;

test("a file outside of the package imports the library by its name, and its types are stripped", async () => {
  const source = `import { defineStrategy, integer, below, type Series } from "candlewright";
    const level: number = 5;
    export default defineStrategy({ name: "mine", about: "Mine.",
      parameters: { a: integer(level, { min: 1, max: 9, about: "x" }) },
      signals: ({ close }: { close: Series }, p) => ({ enterLong: below(close, p.a) }) });`;
  const strategy = await load(source);
  assert.deepEqual(strategy.parameters, { a: { kind: "integer", default: 5, min: 1, max: 9, about: "x" } });
  const { close } = marketOf();
  // The very classes of this program: a second copy of the library would fail here.
  assert.ok(strategy.signals?.(marketOf(), { a: 5 }).enterLong instanceof Condition);
  assert.equal(String(strategy.signals?.(marketOf(), { a: 5 }).enterLong), `${String(close)} < 5`);
});

test("what defineStrategy refuses is told with the line", async () => {
  const wrong = `import { defineStrategy } from "candlewright";\n\nexport default defineStrategy({ ${description("signal: () => ({})")} });`;
  assert.match((await errorsOf(wrong))[0], /^STRATEGY_UNKNOWN_KEY 3 mine: there is no "signal"/);
  const bare = `export default { ${description("signals: 3")} };`;
  assert.match((await errorsOf(bare))[0], /^STRATEGY_INVALID_DEFINITION mine: signals must be a function/);
  const own = `export default { ${description('signals: () => ({}), check: () => "no"')} };`;
  assert.deepEqual(await errorsOf(own), ["STRATEGY_INVALID_PARAMETER 1 mine: no."]);
  const taken = `import { decimal } from "candlewright";
export default { name: "mine", about: "x", parameters: { stop_loss_pct: decimal(1, { min: 0, max: 2, about: "x" }) }, signals: () => ({}) };`;
  assert.deepEqual(await errorsOf(taken), ["STRATEGY_FILE_SHARED_PARAMETER It is stop_loss_pct."]);
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
