/** The first steps of an author: a strategy is made, its test passes, it is backtested, a mistake fails its test. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ProjectFolder } from "../support/project-folder.ts";

const folder = new ProjectFolder();
after(() => folder.remove());

test("a new strategy passes its own test, and is backtested as it stands", () => {
  const made = folder.run("new", "strategy", "my_strategy", "--dir", "mine");
  assert.deepEqual([made.code, made.stdout], [0, "mine/my_strategy.ts\nmine/my_strategy.test.ts\n"]);
  assert.match(made.stderr, /candlewright test mine\/my_strategy\.test\.ts/);
  assert.match(made.stderr, /candlewright backtest --strategy \.\/mine\/my_strategy\.ts/);

  const tested = folder.run("test", "mine/my_strategy.test.ts");
  assert.equal(tested.code, 0, tested.stdout + tested.stderr);
  assert.match(tested.stdout, /pass 2\n/);

  const { code, stdout } = folder.backtest("./mine/my_strategy.ts", "--json");
  assert.equal(code, 0);
  const { trades } = JSON.parse(stdout) as { trades: unknown[] };
  assert.ok(trades.length > 10);
});

test("its test notices a change of the strategy", () => {
  const file = "mine/my_strategy.ts";
  const text = readFileSync(join(folder.path, file), "utf8");
  folder.write(file, text.replace("enterLong: crossesAbove", "enterLong: crossesBelow"));
  const { code, stderr } = folder.run("test", "mine/my_strategy.test.ts");
  assert.equal(code, 1);
  assert.match(stderr, /\[STRATEGY_FILE_TESTS_FAILED\]/);
});

test("nothing is overwritten, and a name must be one", () => {
  const again = folder.run("new", "strategy", "my_strategy", "--dir", "mine");
  assert.deepEqual([again.code, again.stdout], [1, ""]);
  assert.match(again.stderr, /\[STRATEGY_FILE_EXISTS\]\n {2}where: mine\/my_strategy\.ts/);
  const named = folder.run("new", "strategy", "MyStrategy");
  assert.equal(named.code, 2);
  assert.match(named.stderr, /Did you mean my_strategy\?/);
});
