/** Strategies that fail: each is told with its file and line, and none takes the process with it. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadStrategyFile } from "../../src/commands/strategy-file.ts";
import { ProjectFolder } from "../support/project-folder.ts";

const folder = new ProjectFolder();
after(() => folder.remove());

/** The fourth line of the file is the first of the body. */
function strategyFile(name: string, parts: string): string {
  const text = `import { above, defineStrategy } from "candlewright";
export default defineStrategy({
  name: "${name}", about: "Broken.", parameters: {}, state: { count: 0 },
  ${parts}
});
`;
  writeFileSync(join(folder.path, `${name}.ts`), text);
  return `./${name}.ts`;
}

test("one that throws on a candle is stopped there, and the report of the rest is printed", () => {
  const file = strategyFile(
    "throws",
    'onCandle: (view, state) => {\n if (state.count++ === 3) throw new Error("oh");\n }',
  );
  const { code, stdout, stderr } = folder.backtest(file);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /Error: oh \(BTC\/USDT, candle that closes at 2024-01-01T01:00:00\.000Z\).*\n {2}where: \.\/throws\.ts:5\n/,
  );
  assert.match(stdout, /Benchmark/);
  const { stopped } = JSON.parse(folder.backtest(file, "--json").stdout) as { stopped: { errors: unknown[] }[] };
  assert.equal(stopped.length, 1);
  assert.deepEqual([stopped[0].errors.length, "strategy" in stopped[0] && stopped[0].strategy], [1, "throws"]);
});

test("one that returns nonsense, or changes what it is given, is stopped likewise", () => {
  const nonsense = folder.backtest(strategyFile("nonsense", "onCandle: () => ({ buy: true })"));
  assert.match(nonsense.stderr, /There is no "buy" in a decision.*\n {2}where: \.\/nonsense\.ts\n/);
  const mutating = folder.backtest(strategyFile("mutating", "onCandle: (view) => {\n view.close = 1;\n }"));
  assert.match(mutating.stderr, /only a getter.*\n {2}where: \.\/mutating\.ts:5\n/);
});

test("one that throws or misspells while it describes its signals is told before anything runs", () => {
  folder.write(
    "throwing.ts",
    `import { defineStrategy } from "candlewright";
export default defineStrategy({ name: "throwing", about: "x", parameters: {}, signals: ({ close }) => {
  return { enterLong: close.value() };
} });`,
  );
  const { code, stdout, stderr } = folder.backtest("./throwing.ts");
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(
    stderr,
    /TypeError: close\.value is not a function.*\[STRATEGY_THREW\]\n {2}where: \.\/throwing\.ts:3\n/,
  );
});

test("a misspelt signal is told with its line and the nearest name", () => {
  folder.write(
    "misspelt.ts",
    `import { above, defineStrategy } from "candlewright";
export default defineStrategy({ name: "misspelt", about: "x", parameters: {}, signals: ({ close }) => {
  return { enterLng: above(close, 1) } as never;
} });`,
  );
  const { code, stderr } = folder.backtest("./misspelt.ts");
  assert.equal(code, 1);
  assert.match(
    stderr,
    /\[STRATEGY_UNKNOWN_KEY\]\n {2}where: \.\/misspelt\.ts:3 .*\n.*\n {2}fix: {3}Did you mean enterLong\?/,
  );
});

test("one that never returns from a candle is ended, and both are named", () => {
  const file = strategyFile("looping", "onCandle: (view, state) => {\n if (state.count++ === 3) for (;;);\n }");
  const started = performance.now();
  const { code, stdout, stderr } = folder.backtest(file, "--timeout", "1");
  assert.ok(performance.now() - started < 20_000);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /looping, in onCandle, on the candle that closes at 2024-01-01T01:00:00\.000Z \(BTC\/USDT\)/);
  assert.match(stderr, /\[STRATEGY_FILE_STUCK\]\n {2}where: \.\/looping\.ts\n/);
});

test("one that never returns from its signals is ended too", () => {
  folder.write(
    "stuck_signals.ts",
    `import { defineStrategy } from "candlewright";
export default defineStrategy({ name: "stuck", about: "x", parameters: {}, signals: () => { for (;;); } });`,
  );
  const { code, stderr } = folder.backtest("./stuck_signals.ts", "--timeout", "1");
  assert.equal(code, 1);
  assert.match(stderr, /No sign of life for 1 s: stuck_signals, while it was loaded/);
});

test("one that never finishes loading is ended before this thread meets it", async () => {
  folder.write("stuck_load.ts", "let on = true;\nwhile (on) on = true;\nexport default {};\n");
  await assert.rejects(loadStrategyFile(join(folder.path, "stuck_load.ts"), 500), { code: "STRATEGY_FILE_STUCK" });
});

test("what a strategy prints goes to stderr, stdout stays one document", () => {
  const file = strategyFile(
    "talking",
    'onCandle: (view, state) => {\n if (state.count++ < 3) console.log("hello");\n }',
  );
  const { stdout, stderr } = folder.backtest(file, "--json");
  assert.doesNotThrow(() => JSON.parse(stdout) as unknown);
  assert.equal(stderr.match(/hello/g)?.length, 3);
});
