import type { Command } from "commander";
import { examples, outputOf } from "../output.ts";
import { inputOptions, part, refuseSecrets, runOnAccounts, type InputOptions } from "./shared.ts";

interface VerifyOptions extends InputOptions {
  readonly acceptRollback?: boolean;
}

export function register(vault: Command): void {
  const command = vault
    .command("verify [account]")
    .description("open an account, or all, and check everything that is authenticated");
  inputOptions(command)
    .option(
      "--accept-rollback",
      "take an older envelope, or one whose log is lost, for the newest; the account's name must be typed",
    )
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (account: string | undefined, options: VerifyOptions) => {
      await refuseSecrets(command, 1);
      await runOnAccounts(
        outputOf(command),
        "verify",
        account,
        options,
        (result) => `${part(result, "account")}: generation ${part(result, "generation")} is whole and opens.`,
      );
    });
  examples(command, [["candlewright vault verify", "check every account"]]);
}
