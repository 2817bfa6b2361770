/**
 * A copy of Node that may be run but not read. Linux gives a process whose program its user can't read no core dump and keeps
 * `/proc/<pid>/mem`, `maps` and `environ` from everybody but root, so that a process of the same user can't take the key out of the
 * signer's memory. No native code is needed. Root goes past it; `doctor` says so.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

const EXECUTE_ONLY = 0o111;

/**
 * Makes the copy, or makes it anew where the original has changed its size. The original is copied as a whole: a link would share its mode.
 * @returns the path, to be run instead of `process.execPath`; undefined, and no copy, where it does not run: some packagers' Node finds its
 *   libraries beside itself only
 */
export function prepareNodeCopy(path: string, original = process.execPath): string | undefined {
  const wanted = statSync(original).size;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.size === wanted && (found.mode & 0o777) === EXECUTE_ONLY) return path;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  copyFileSync(original, temporary);
  chmodSync(temporary, EXECUTE_ONLY);
  if (spawnSync(temporary, ["--version"], { env: {}, stdio: "ignore" }).status !== 0) {
    rmSync(temporary);
    return undefined;
  }
  renameSync(temporary, path);
  return path;
}
