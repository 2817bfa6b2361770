import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { CandlewrightError } from "../engine/errors.ts";
import { strategyErrors } from "../strategies/errors.ts";
import { strategyFileErrors } from "./errors.ts";
import { blame } from "./strategy-blame.ts";

/** A file of five lines whose third names a signal. */
function strategyFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "candlewright a blank-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "mine.ts");
  writeFileSync(path, '// enterlong\nconst text = "enterlong";\nconst signals = { enterlong: 1 };\n\n');
  return path;
}

const withStack = (stack: string) => Object.assign(new RangeError("oh"), { stack });
const blamed = (error: unknown, path: string) => blame(error, strategyFileErrors.broken, path, "./mine.ts");

test("the first line of the file in the stack is named, as a path or as an address", (t) => {
  const path = strategyFile(t);
  const stack = (name: string) =>
    `RangeError: oh\n    at f (/else/where.ts:9:1)\n    at g (${name}:4:2)\n    at h (${name}:5:2)`;
  for (const name of [path, pathToFileURL(path).href]) {
    const { code, context } = blamed(withStack(stack(name)), path);
    assert.deepEqual([code, context.file, context.line], ["STRATEGY_FILE_BROKEN", "./mine.ts", 4]);
    assert.equal(context.detail, "RangeError: oh");
  }
});

test("an error of ours keeps its code and its text, and takes the line from what caused it", (t) => {
  const path = strategyFile(t);
  const cause = withStack(`RangeError: oh\n    at g (${path}:5:2)`);
  const error = new CandlewrightError(strategyErrors.threw, { detail: "mine, in signals", cause });
  const { code, context } = blamed(error, path);
  assert.deepEqual([code, context.line, context.detail], ["STRATEGY_THREW", 5, "mine, in signals"]);
});

test("a name that our error gives is looked for in the code, not in texts and comments", (t) => {
  const path = strategyFile(t);
  const error = new CandlewrightError(strategyErrors.unknownKey, { path: "enterlong" });
  assert.equal(blamed(error, path).context.line, 3);
});

test("what has a place already, or none at all, stays so", (t) => {
  const path = strategyFile(t);
  const placed = new CandlewrightError(strategyErrors.threw, { file: "other.ts", line: 1 });
  assert.equal(blamed(placed, path), placed);
  assert.equal(blamed("just a text", path).context.line, undefined);
});
