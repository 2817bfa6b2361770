/** Runs the `candlewright` command in processes of its own, in a folder of its own, with answers on its standard input. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = resolve(import.meta.dirname, "..", "..", "src", "main.ts");

export class CommandFolder {
  readonly path = mkdtempSync(join(tmpdir(), "candlewright-commands-"));
  /** What every command gets as its environment. */
  readonly environment: Record<string, string> = { PATH: process.env["PATH"] ?? "", HOME: this.path };

  /** @param answers one a line, for the questions in their order */
  run(
    words: readonly string[],
    answers: readonly string[] = [],
    environment: Record<string, string> = {},
  ): Promise<CommandResult> {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: this.path,
      env: { ...this.environment, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.stdin.on("error", () => undefined);
    child.stdin.end(answers.map((answer) => `${answer}\n`).join(""));
    return new Promise((done) => child.once("close", (code) => done({ code, ...output })));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
