import type { Command } from "commander";

export interface RunsOptions {
  readonly runsDir: string;
}

export function runsOption(command: Command): Command {
  return command.option("--runs-dir <folder>", "folder of the runs", "runs");
}
