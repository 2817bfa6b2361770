import type { Command } from "commander";
import type { StrictObject } from "../../secrets/envelope/strict-json.ts";
import { examples, outputOf } from "../output.ts";
import { inputOptions, part, refuseSecrets, runJob, type InputOptions } from "./shared.ts";

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
      const output = outputOf(command);
      const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
      const settings = readSecretsSettings(output.configFolder);
      const names = account === undefined ? Object.keys(settings.accounts) : [account];
      const results: StrictObject[] = [];
      for (const name of names)
        results.push(await runJob(output, settings, "verify", expectedIdentity(settings, name), options));
      output.result(results, () =>
        results
          .map((result) => `${part(result, "account")}: generation ${part(result, "generation")} is whole and opens.`)
          .join("\n"),
      );
    });
  examples(command, [["candlewright vault verify", "check every account"]]);
}
