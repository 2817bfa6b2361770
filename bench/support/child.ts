/** Runs a file in a fresh process: for figures that depend on what the process did before, which is most of them. */
import { spawnSync } from "node:child_process";

/** @returns what the file printed, which is JSON */
export function inFreshProcess(file: string, parts: readonly string[], nodeOptions: readonly string[] = []): unknown {
  const child = spawnSync(process.execPath, [...nodeOptions, file, ...parts], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 26,
  });
  if (child.status !== 0) throw new Error(`${file} ${parts.join(" ")} ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout);
}
