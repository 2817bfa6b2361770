#!/usr/bin/env node
// Finds a Node that can run Candlewright (24.7 or later) and hands over to it. Plain JavaScript that an old Node can read.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const MINIMUM = [24, 7];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "dist", "main.js");
const source = join(root, "src", "main.ts");
// A checkout runs its sources, an installed package its build: Node strips no types inside node_modules.
const entry = existsSync(source) ? source : built;

function isRecentEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** The Node that npm installed beside us: locked by hash, the same on every machine of this platform. */
function pinnedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const path = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

if (isRecentEnough(process.versions.node)) {
  await import(pathToFileURL(entry).href);
} else {
  const node = pinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `candlewright needs Node ${MINIMUM.join(".")} or later; this is ${process.versions.node}, and the pinned Node for ` +
        `${process.platform}-${process.arch} is not installed.\nFix: install Node ${MINIMUM[0]} or later, or run "npm install" with optional dependencies.\n`,
    );
    process.exit(78);
  }
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
