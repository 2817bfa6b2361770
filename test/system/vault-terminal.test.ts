import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { CommandFolder } from "../support/command-runs.ts";

/** The commands at a real terminal: `script` makes one, and hands on what is typed and what is shown. */
const terminalMaker = "/usr/bin/script";
const skip =
  process.platform === "linux" && existsSync(terminalMaker) ? false : "needs the script command of util-linux";
const program = resolve(import.meta.dirname, "..", "..", "src", "main.ts");
const folder = new CommandFolder();
after(() => folder.remove());

/**
 * @param answers typed when the text before them has been shown
 * @returns all that was shown
 */
function atTerminal(command: string, answers: readonly (readonly [question: string, answer: string])[]) {
  const child = spawn(terminalMaker, ["-qefc", command, "/dev/null"], {
    cwd: folder.path,
    env: folder.environment,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...answers];
  let shown = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const [next] = left;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (next === undefined || at < 0) return;
    seen = at + next[0].length;
    left.shift();
    // A moment later, as a person would: the terminal is made silent right after the question.
    setTimeout(() => child.stdin.write(next[1]), 200);
  });
  return new Promise<{ code: number | null; shown: string }>((done) =>
    child.once("close", (code) => done({ code, shown })),
  );
}

test("threats 20 prompts: at a terminal nothing of a secret is shown, not even what is pasted behind it; control: a program that just reads shows it", {
  skip,
}, async () => {
  const control = await atTerminal("echo ready; head -n 1", [["ready", "CANARY-typed\r"]]);
  assert.match(control.shown, /CANARY-typed/);

  const candlewright = (words: string): string => `'${process.execPath}' '${program}' ${words}`;
  const passphrase = "CANARY one two three\r";
  const made = await atTerminal(candlewright("vault init --no-node-copy"), [
    ["New Passphrase", passphrase],
    ["again", passphrase],
  ]);
  assert.equal(made.code, 0, made.shown);
  const sealed = await atTerminal(candlewright("vault set binance-main --offline"), [
    ["API key of", "CANARY-api-key\rCANARY-pasted-too-much\r"],
    ["API secret", "CANARY-secret-with-a-slip\u007f\u007f-of-some-length\r"],
    ["Passphrase", passphrase],
  ]);
  assert.equal(sealed.code, 0, sealed.shown);
  assert.ok(existsSync(join(folder.path, "vault", "binance-main.json")));
  for (const { shown } of [made, sealed]) assert.doesNotMatch(shown, /CANARY/);

  const brokenOff = await atTerminal(candlewright("vault set binance-main --offline"), [
    ["API key of", "CANARY\u0003"],
  ]);
  assert.match(brokenOff.shown, /VAULT_NO_INPUT/);
  assert.doesNotMatch(brokenOff.shown, /CANARY/);
});
