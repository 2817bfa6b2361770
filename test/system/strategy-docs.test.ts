/** docs/strategies.md: every example in it is type-checked and run, and its tables name what there is. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { importStrategyFile } from "../../src/commands/strategy-file.ts";
import { SIGNAL_CONDITIONS, SIGNAL_SERIES } from "../../src/engine/strategy.ts";
import { backtest } from "../../src/strategies/try-out.ts";
import { ProjectFolder } from "../support/project-folder.ts";
import { ordinaryCandles } from "../support/random-candles.ts";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/strategies.md"), "utf8");
const folder = new ProjectFolder(0);
after(() => folder.remove());

const blocks = Array.from(text.matchAll(/^```ts( test)?\n([\s\S]*?)^```$/gm), ([, isTest, code]) => {
  const name = /name: "(\w+)"/.exec(code)?.[1] ?? /from "\.\/(\w+)\.ts"/.exec(code)?.[1];
  return { file: `${name}${isTest === undefined ? "" : ".test"}.ts`, code };
});
const strategies = blocks.filter(({ file }) => !file.endsWith(".test.ts"));
for (const { file, code } of blocks) folder.write(file, code);

test("the page has examples, each complete in itself", () => {
  assert.ok(strategies.length >= 6);
  assert.equal(blocks.length, strategies.length + 1);
  assert.equal(new Set(blocks.map(({ file }) => file)).size, blocks.length);
});

test("the examples pass the strictest type check", () => {
  folder.write("package.json", '{ "type": "module" }');
  const paths = { candlewright: [join(root, "src/index.ts")] };
  const options = { paths, noEmit: true, types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
  folder.write(
    "tsconfig.json",
    JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions: options, include: ["*.ts"] }),
  );
  const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder.path], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

for (const { file } of strategies)
  test(`${file} trades`, async () => {
    const strategy = await importStrategyFile(join(folder.path, file));
    const candles = { "A/USDT": ordinaryCandles(1000, 1), "B/USDT": ordinaryCandles(1000, 2) };
    assert.ok(backtest(strategy, candles, { timeframe: "15m" }).totals.fills > 0);
  });

test("the example of a test passes", () => {
  const { code, stdout, stderr } = folder.run("test", "my_crossover.test.ts");
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /pass 2\n/);
});

test("the table of signals names each, and no other", () => {
  const table = /^\| signal [\s\S]*?\n\n/m.exec(text)?.[0] ?? "";
  const named = Array.from(table.matchAll(/^\| `(\w+)`/gm), ([, name]) => name);
  assert.deepEqual(named, [...SIGNAL_CONDITIONS, ...SIGNAL_SERIES, "rebalanceThreshold"]);
});
