import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lineFrom } from "./prompt.ts";

test("secret lines: each question takes its own line and not a byte more; an end before the line is an error", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-prompt-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "answers");
  writeFileSync(file, "first\r\n\nthird, ünicode\nlast without its end");
  const descriptor = openSync(file, "r");
  try {
    for (const expected of ["first", "", "third, ünicode", "last without its end"]) {
      assert.equal(lineFrom(descriptor).toString(), expected);
    }
    assert.throws(() => lineFrom(descriptor), { code: "VAULT_NO_INPUT" });
  } finally {
    closeSync(descriptor);
  }
  writeFileSync(file, "x".repeat(9000));
  const long = openSync(file, "r");
  assert.throws(() => lineFrom(long), { code: "VAULT_NO_INPUT", message: /longer than 8192/ });
  closeSync(long);
});
