import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { CommandFolder } from "../support/command-runs.ts";
import { atTerminal, noTerminal } from "../support/terminal.ts";

/** The commands at a real terminal. */
const program = resolve(import.meta.dirname, "..", "..", "src", "main.ts");
const folder = new CommandFolder();
after(() => folder.remove());

test("threats 20 prompts: at a terminal nothing of a secret is shown, not even what is pasted behind it; control: a program that just reads shows it", {
  skip: noTerminal,
}, async () => {
  const control = await atTerminal(folder, "echo ready; head -n 1", [["ready", "CANARY-typed\r"]]);
  assert.match(control.shown, /CANARY-typed/);

  const candlewright = (words: string): string => `'${process.execPath}' '${program}' ${words}`;
  const passphrase = "CANARY one two three\r";
  const made = await atTerminal(folder, candlewright("vault init --no-node-copy"), [
    ["New Passphrase", passphrase],
    ["again", passphrase],
  ]);
  assert.equal(made.code, 0, made.shown);
  const sealed = await atTerminal(folder, candlewright("vault set binance-main --offline"), [
    ["API key of", "CANARY-api-key\rCANARY-pasted-too-much\r"],
    ["API secret", "CANARY-secret-with-a-slip\u007f\u007f-of-some-length\r"],
    ["Passphrase", passphrase],
  ]);
  assert.equal(sealed.code, 0, sealed.shown);
  assert.ok(existsSync(join(folder.path, "vault", "binance-main.json")));
  for (const { shown } of [made, sealed]) assert.doesNotMatch(shown, /CANARY/);

  const brokenOff = await atTerminal(folder, candlewright("vault set binance-main --offline"), [
    ["API key of", "CANARY\u0003"],
  ]);
  assert.match(brokenOff.shown, /VAULT_NO_INPUT/);
  assert.doesNotMatch(brokenOff.shown, /CANARY/);
});
