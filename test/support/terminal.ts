/** A real terminal for a command: `script` of util-linux makes one, and hands on what is typed and what is shown. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { CommandFolder } from "./command-runs.ts";

const terminalMaker = "/usr/bin/script";
export const noTerminal =
  process.platform === "linux" && existsSync(terminalMaker) ? false : "needs the script command of util-linux";

/**
 * @param answers typed when the text before them has been shown
 * @returns all that was shown
 */
export function atTerminal(
  folder: CommandFolder,
  command: string,
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<{ readonly code: number | null; readonly shown: string }> {
  const child = spawn(terminalMaker, ["-qefc", command, "/dev/null"], {
    cwd: folder.path,
    env: folder.environment,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...answers];
  let shown = "";
  let seen = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const [next] = left;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (next === undefined || at < 0) return;
    seen = at + next[0].length;
    left.shift();
    // A moment later, as a person would: the terminal is made silent right after the question.
    setTimeout(() => child.stdin.write(next[1]), 200);
  });
  return new Promise((done) => child.once("close", (code) => done({ code, shown })));
}
