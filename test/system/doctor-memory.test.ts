import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { prepareNodeCopy } from "../../src/secrets/signer/node-copy.ts";
import { nodeCopyPath } from "../../src/secrets/vault/node-path.ts";

const folder = mkdtempSync(join(tmpdir(), "candlewright-doctor-memory-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const script = join(import.meta.dirname, "..", "support", "doctor-memory.ts");
const nobody = 65_534;

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly what: string;
}

/** As the user `nobody`: root reads every process's memory, whatever the mode. */
function look(): Finding[] {
  const run = spawnSync(process.execPath, [script, folder], { uid: nobody, gid: nobody, encoding: "utf8", env: {} });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as Finding[];
}

const isRootOnLinux = process.platform === "linux" && process.geteuid?.() === 0;
const canRun =
  isRootOnLinux &&
  spawnSync(process.execPath, ["-e", `require("fs").readFileSync(${JSON.stringify(script)})`], {
    uid: nobody,
    gid: nobody,
    env: {},
  }).status === 0;

test("threats 15 memory read by the same user: the doctor tries it, finds it shut with the copy of Node, and open when the copy's mode is wrong", {
  skip: !canRun && "it takes root on Linux to become another user, who can read this checkout",
}, () => {
  chownSync(folder, nobody, nobody);
  assert.equal(look()[0].severity, "warning", "there is no copy, and it says so");
  const copy = nodeCopyPath(folder);
  mkdirSync(join(folder, "bin"));
  chownSync(join(folder, "bin"), nobody, nobody);
  prepareNodeCopy(copy);
  chownSync(copy, nobody, nobody);
  assert.deepEqual(
    look().map((finding) => finding.severity),
    ["ok", "ok"],
  );
  chmodSync(copy, 0o755);
  const [memory] = look();
  assert.equal(memory.severity, "problem");
  assert.match(memory.what, /can read the memory/);
});
