import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

const root = resolve(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "candlewright-supply-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

/** Whatever does not come from the registry by its hash: a repository, a file, an address, or nothing to compare with. */
function foreignEntries(packages: Readonly<Record<string, LockEntry>>): string[] {
  return Object.entries(packages)
    .filter(([name]) => name !== "")
    .filter(
      ([, entry]) =>
        entry.link === true || entry.resolved !== undefined || entry.integrity?.startsWith("sha512-") !== true,
    )
    .map(([name]) => name);
}

test("threats 18 install-time malware: every package is locked by its hash and comes from the registry; control: others are found", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockEntry>;
  };
  assert.ok(Object.keys(lock.packages).length > 50);
  assert.deepEqual(foreignEntries(lock.packages), []);
  const attacks: Record<string, LockEntry> = {
    git: { version: "1.0.0", resolved: "git+ssh://git@example.com/a/b.git#0123", integrity: "sha512-x" },
    tarball: { version: "1.0.0", resolved: "https://example.com/b.tgz", integrity: "sha512-x" },
    weak: { version: "1.0.0", integrity: "sha1-x" },
  };
  assert.deepEqual(foreignEntries(attacks), ["git", "tarball", "weak"]);
});

test("threats 18 install-time malware: with this project's .npmrc no install script of a package runs; control: without it, it does", () => {
  const trap = join(folder, "trap");
  mkdirSync(trap);
  const script = "node -e \"require('fs').writeFileSync(process.env.INIT_CWD + '/ran', '')\"";
  writeFileSync(
    join(trap, "package.json"),
    JSON.stringify({ name: "trap", version: "1.0.0", scripts: { postinstall: script } }),
  );
  const install = (name: string, npmrc: string | undefined): boolean => {
    const project = join(folder, name);
    mkdirSync(project);
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({ name, version: "1.0.0", dependencies: { trap: "file:../trap" } }),
    );
    if (npmrc !== undefined) copyFileSync(npmrc, join(project, ".npmrc"));
    // npm hands its own configuration down to what it runs: under `npm test` the control would inherit this project's.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
    const run = spawnSync("npm", ["install", "--offline", "--install-links", "--no-audit", "--no-fund"], {
      cwd: project,
      env,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    assert.equal(run.status, 0, run.stderr);
    return existsSync(join(project, "ran"));
  };
  assert.equal(install("guarded", join(root, ".npmrc")), false);
  assert.equal(install("open", undefined), true);
});
