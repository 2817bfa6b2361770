import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { keepBot } from "../../src/commands/supervise/bot-process.ts";
import { Backoff } from "../../src/secrets/signer/backoff.ts";

/** Counts as the real one, and does not wait. */
class Impatient extends Backoff {
  override delayAfterMs(ranMs: number): number {
    super.delayAfterMs(ranMs);
    return 1;
  }
}

const folder = mkdtempSync(join(tmpdir(), "candlewright-bot-"));
after(() => rmSync(folder, { recursive: true }));

/** Keeps a bot that does this. @returns its exit code, and how often it was started */
async function keep(does: string, signal = new AbortController().signal) {
  const program = join(folder, "bot.cjs");
  writeFileSync(program, does);
  const said: string[] = [];
  const ended = keepBot(
    { program, words: ["a", "b"], environment: {} },
    signal,
    (text) => said.push(text),
    new Impatient(),
  );
  const starts = () => said.filter((text) => text.startsWith("bot: process")).length;
  return { code: await ended.catch((error: { code: string }) => error.code), starts: starts() };
}

test("a bot that ends by its own decision is not started again: its exit code comes back", async () => {
  for (const code of [0, 1, 2, 78, 143]) {
    assert.deepEqual(await keep(`process.exit(${code})`), { code, starts: 1 });
  }
  assert.deepEqual(await keep(`process.exit(process.argv.slice(2).join() === "a,b" ? 0 : 1)`), { code: 0, starts: 1 });
});

test("one that dies, by a kill or a defect, is started again, and not for ever", async () => {
  const expected = { code: "SUPERVISE_BOT_KEEPS_DYING", starts: 6 };
  assert.deepEqual(await keep(`process.kill(process.pid, "SIGKILL")`), expected);
  assert.deepEqual(await keep("process.exit(70)"), expected);
});

test("a signal that was given before its start ends it too", async () => {
  const { code, starts } = await keep("setInterval(() => undefined, 1000)", AbortSignal.abort());
  assert.deepEqual({ code, starts }, { code: undefined, starts: 0 });
});
