/** Where `vault init` puts the copy of Node that can be run but not read. */
import { existsSync } from "node:fs";
import { join } from "node:path";

export function nodeCopyPath(vaultFolder: string): string {
  return join(vaultFolder, "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** @returns undefined where there is none: then the Node that runs this is used, and `doctor` says what is missing */
export function nodeCopyOf(vaultFolder: string): string | undefined {
  const path = nodeCopyPath(vaultFolder);
  return existsSync(path) ? path : undefined;
}
