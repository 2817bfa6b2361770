import assert from "node:assert/strict";
import { test } from "node:test";
import type { FileStatus } from "../../files/file-system.ts";
import { requirePrivate, requirePrivateOrMounted } from "./private-file.ts";

const me = process.geteuid?.() ?? 0;
const status = (mode: number, uid: number): FileStatus => ({
  isFile: true,
  isDirectory: false,
  isSymbolicLink: false,
  mode,
  uid,
  size: 32,
  modifiedMs: 0,
});

test("private files: only the owner may read and write, and the owner is this user", () => {
  for (const mode of [0o600, 0o400, 0o700]) requirePrivate("f", status(mode, me));
  for (const mode of [0o640, 0o604, 0o620, 0o602, 0o610, 0o601]) {
    assert.throws(() => requirePrivate("f", status(mode, me)), { code: "SEALED_EXPOSED_FILE" }, mode.toString(8));
  }
  assert.throws(() => requirePrivate("f", status(0o600, me + 1)), { code: "SEALED_EXPOSED_FILE" });
});

test("mounted key files: root's may be read by a group, never by everybody, and written by nobody else", () => {
  for (const mode of [0o400, 0o440, 0o640]) requirePrivateOrMounted("f", status(mode, 0));
  for (const mode of [0o444, 0o660, 0o620, 0o602]) {
    assert.throws(
      () => requirePrivateOrMounted("f", status(mode, 0)),
      { code: "SEALED_EXPOSED_FILE" },
      mode.toString(8),
    );
  }
  assert.throws(() => requirePrivateOrMounted("f", status(0o600, me + 1)), { code: "SEALED_EXPOSED_FILE" });
});
