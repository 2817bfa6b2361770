import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";
import { inputOptions, part, refuseSecrets, runOnAccounts, type InputOptions } from "./shared.ts";

export function register(vault: Command): void {
  const command = vault
    .command("rewrap [account]")
    .description("seal again, under the master keys that are configured now and a new data key: an account, or all");
  inputOptions(command)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (account: string | undefined, options: InputOptions) => {
      await refuseSecrets(command, 1);
      await runOnAccounts(
        outputOf(command),
        "rewrap",
        account,
        options,
        (result) => `${part(result, "account")}: generation ${part(result, "generation")}.`,
      );
    });
  examples(command, [["candlewright vault rewrap", "after a master key was rotated, added or removed"]]);
}
