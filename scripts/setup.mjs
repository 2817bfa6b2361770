// Brings a fresh checkout to the state that every other script expects. Plain JavaScript: it runs on whatever Node is there.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installedMarker = join(root, "node_modules", ".package-lock.json");

/** True when node_modules was installed from the lock file as it is now. */
function isInstalled() {
  if (!existsSync(installedMarker)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installedMarker, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

/** Installs the locked packages if they are not there, and gives the path of the Node to run everything else with. */
export function setUp() {
  if (!isInstalled()) {
    process.stderr.write("Installing the locked packages (once)...\n");
    const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    });
    if (npm.status !== 0) {
      process.stderr.write(
        "npm ci failed. Fix: check that the package registry can be reached, then run the same command again.\n",
      );
      process.exit(npm.status ?? 1);
    }
  }
  const pinned = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Runs one command to its end with the terminal attached; gives its exit code. */
export function run(command, commandArguments, options = {}) {
  const result = spawnSync(command, commandArguments, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (result.error) throw result.error;
  return result.status ?? 1;
}
