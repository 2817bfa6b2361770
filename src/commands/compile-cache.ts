import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Folder in which Node keeps our compiled code between starts: the user's own cache folder.
 * Node's default lies in the shared temporary folder, where another user of the machine could put prepared
 * code before our first start; a program that trades must not run it.
 */
export function compileCacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const base =
    platform === "win32"
      ? (environment["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"))
      : environment["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(base, "candlewright", "compiled");
}
