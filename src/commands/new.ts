import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export function register(program: Command): void {
  const group = program.command("new").description("make a file of your own to start from");
  const command = group
    .command("strategy")
    .argument("<name>", "lower case with underscores: my_strategy")
    .description("make a working strategy and its test")
    .option("--dir <folder>", "where to put them; it is made if it is not there", ".")
    .action(async (name: string, options: { dir: string }) => {
      const { newStrategy } = await import("./new-strategy.ts");
      newStrategy(outputOf(command), name, options.dir);
    });
  const lines = [
    ["candlewright new strategy my_strategy", "my_strategy.ts and my_strategy.test.ts in this folder"],
  ] as const;
  examples(command, lines);
  examples(group, lines);
}
