/** The README's five minutes, as a new user would type them: every command works as printed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

interface Step {
  readonly command: string;
  readonly fails: boolean;
}

/** The commands of the blocks that are marked as the tour, in order. */
const steps: Step[] = Array.from(readme.matchAll(/```sh tour( fails)?\n([\s\S]*?)```/g)).flatMap(([, fails, block]) =>
  block
    .trim()
    .split("\n")
    .map((command) => ({ command, fails: fails !== undefined })),
);

let folder = "";
let environment: NodeJS.ProcessEnv = {};

before(() => {
  folder = mkdtempSync(join(tmpdir(), "candlewright-tour-"));
  cpSync(join(root, "config"), join(folder, "config"), { recursive: true });
  cpSync(join(root, "schemas"), join(folder, "schemas"), { recursive: true });
  // In a checkout npx finds the package's own command; here a folder stands for it.
  mkdirSync(join(folder, "bin"));
  const npx = join(folder, "bin", "npx");
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(root, "bin", "candlewright.mjs")}" "$@"\n`, {
    mode: 0o755,
  });
  environment = {
    PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    NO_COLOR: "1",
  };
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the tour has its commands", () => {
  assert.ok(steps.length >= 16, `${steps.length} commands`);
  assert.match(readme, /^```sh\nnpm start\nnpm test\n```/m);
});

for (const { command, fails } of steps) {
  test(`$ ${command}`, () => {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
      cwd: folder,
      env: environment,
      encoding: "utf8",
    });
    if (fails) {
      assert.equal(status, 78, stderr);
      assert.match(stderr, /short_window/);
      return;
    }
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    if (command.includes("backtest")) assert.match(stdout, /^synthetic: says nothing about a market/);
    if (command.includes("runs verify")) assert.match(stdout, /the same/);
    if (command.includes("why")) assert.match(stdout, /crossesAbove\(ema\(close, 12\), ema\(close, 26\)\)/);
    if (command.includes("run --mode")) assert.match(stdout, /20000 instants/);
  });
}

test("every document that the README links is there", () => {
  for (const [, path] of readme.matchAll(/\]\(((?:docs|bench)\/[^)]+)\)/g))
    assert.ok(existsSync(join(root, path)), path);
});
