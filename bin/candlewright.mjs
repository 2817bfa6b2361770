#!/usr/bin/env node
// Finds a Node that can run Candlewright (24.7 or later) and hands over to it. Plain JavaScript that an old Node can read.
import { existsSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { constants, homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const MINIMUM = [24, 7];
/** The exit code for a broken installation, as for broken settings. */
const EXIT_CONFIGURATION = 78;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "dist", "src", "main.js");
const source = join(root, "src", "main.ts");
// A checkout runs its sources, an installed package its build: Node strips no types inside node_modules.
const entry = existsSync(source) ? source : built;

function fail(what, fix) {
  process.stderr.write(`candlewright: ${what}\nFix: ${fix}\n`);
  process.exit(EXIT_CONFIGURATION);
}

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

/** The standard streams, and each further descriptor that an option names (`--fd 3`): a secret may come in on one. */
function inheritedStreams() {
  const streams = ["inherit", "inherit", "inherit"];
  for (const [, number] of process.argv
    .slice(2)
    .join(" ")
    .matchAll(/(?:^| )--(?:[\w-]+-)?fd[= ](\d{1,3})(?= |$)/g))
    streams[Number(number)] = Number(number);
  return Array.from(streams, (stream) => stream ?? "ignore");
}

/**
 * Folder in which Node keeps our compiled code between starts: the user's own cache folder. Node's default lies in the shared
 * temporary folder, where another user of the machine could put prepared code before our first start; a program that trades
 * must not run it.
 */
function compileCacheFolder({ LOCALAPPDATA, XDG_CACHE_HOME }) {
  const base =
    process.platform === "win32"
      ? LOCALAPPDATA || join(homedir(), "AppData", "Local")
      : XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "candlewright", "compiled");
}

/** Runs the program under another Node: same streams, signals passed on, ended as it ended. */
async function handOver(node) {
  const { spawn } = await import("node:child_process");
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: inheritedStreams(),
    windowsHide: false,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => {
      // On Windows the console itself tells the child; a signal from us would kill it without a word.
      if (process.platform !== "win32") child.kill(signal);
    });
  child.on("error", (error) => fail(`${node} can't be started (${error.message}).`, "install Node 24.7 or later."));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // As process 1 of a container our own signal may not end us: then the code says it.
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (!existsSync(entry))
  fail("the package is not complete: dist/ is missing.", "install it again, or run: npm run build");
if (isRecentEnough(process.versions.node)) {
  // Here rather than in the program: it must be on before the first of our own files is compiled.
  nodeModule.enableCompileCache(compileCacheFolder(process.env));
  await import(pathToFileURL(entry).href);
} else {
  const node = pinnedNode();
  if (node === undefined)
    fail(
      `Node ${MINIMUM.join(".")} or later is needed; this is ${process.versions.node}, and the pinned Node for ` +
        `${process.platform}-${process.arch} is not installed.`,
      `install Node ${MINIMUM[0]} or later, or run "npm install" with optional dependencies.`,
    );
  await handOver(node);
}
