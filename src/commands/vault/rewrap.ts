import type { Command } from "commander";
import type { StrictObject } from "../../secrets/envelope/strict-json.ts";
import { examples, outputOf } from "../output.ts";
import { inputOptions, part, refuseSecrets, runJob, type InputOptions } from "./shared.ts";

export function register(vault: Command): void {
  const command = vault
    .command("rewrap [account]")
    .description("seal again, under the master keys that are configured now and a new data key: an account, or all");
  inputOptions(command)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (account: string | undefined, options: InputOptions) => {
      await refuseSecrets(command, 1);
      const output = outputOf(command);
      const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
      const settings = readSecretsSettings(output.configFolder);
      const names = account === undefined ? Object.keys(settings.accounts) : [account];
      const results: StrictObject[] = [];
      for (const name of names)
        results.push(await runJob(output, settings, "rewrap", expectedIdentity(settings, name), options));
      output.result(results, () =>
        results.map((result) => `${part(result, "account")}: generation ${part(result, "generation")}.`).join("\n"),
      );
    });
  examples(command, [["candlewright vault rewrap", "after a master key was rotated, added or removed"]]);
}
