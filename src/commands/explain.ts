import type { Command } from "commander";
import { examples, outputOf } from "./output.ts";

export function register(program: Command): void {
  const command = program
    .command("explain")
    .alias("errors")
    .argument("[code]", "code of an error, as printed in brackets; without it all are listed")
    .description("explain an error code, or list all of them")
    .action(async (code: string | undefined) => {
      const { explainError, listErrors } = await import("./explain-errors.ts");
      await (code === undefined ? listErrors(outputOf(command)) : explainError(outputOf(command), code));
    });
  examples(command, [
    ["candlewright explain", "list every error code"],
    ["candlewright explain USAGE_UNKNOWN_COMMAND", "what it is, why, and what to do"],
  ]);
}
