/** What the vault commands have in common: the account's options, the refusal of secrets in arguments, and starting a job. */
import type { Command } from "commander";
import type { ExpectedIdentity } from "../../secrets/envelope/identity.ts";
import type { StrictObject } from "../../secrets/envelope/strict-json.ts";
import type { SecretsSettings } from "../../secrets/settings.ts";
import type { VaultJob, VaultVerb } from "../../secrets/vault/job.ts";
import type { Output } from "../output.ts";

export interface InputOptions {
  readonly fd?: string;
  readonly simulatorPort?: string;
  readonly offline?: boolean;
}

/** How secrets come in; there is no option that takes one. */
export function inputOptions(command: Command): Command {
  return command
    .option("--stdin", "read the answers from the standard input, one a line (as when it is not a terminal)")
    .option("--fd <number>", "read the answers from this open file descriptor, one a line")
    .option(
      "--simulator-port <port>",
      "where the exchange in a box listens, for accounts of the environment simulator",
    );
}

/**
 * Refuses whatever stands on the command line and is not known: it may be a secret, so it is not repeated in the error.
 * The command must allow unknown options and excess arguments.
 * @throws CandlewrightError `secretOnCommandLine`, or the usual error for an option that is only misspelt
 */
export async function refuseSecrets(command: Command, expectedArguments: number): Promise<void> {
  const extra = command.args.slice(expectedArguments);
  if (extra.length === 0) return;
  const { CandlewrightError } = await import("../../engine/errors.ts");
  const { isSecretName } = await import("../../config/secret-keys.ts");
  const isMisspelt = extra.every((word) => /^--?[a-z-]{1,30}$/.test(word) && !isSecretName(word));
  if (isMisspelt) {
    const { usageErrors } = await import("../errors.ts");
    throw new CandlewrightError(usageErrors.unknownOption, { detail: `${extra.join(" ")}.` });
  }
  const { vaultErrors } = await import("../../secrets/errors.ts");
  throw new CandlewrightError(vaultErrors.secretOnCommandLine);
}

export const noChange: Omit<VaultJob, "verb" | "vaultFolder" | "identity"> = {
  offline: false,
  acceptRollback: false,
  simulatorPort: 0,
  file: "",
  recovery: false,
  policy: {},
};

/** One part of a job's result, as text. */
export function part(result: StrictObject, name: string): string {
  const value = result[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Runs one job in the vault process, with what the command line says about it. */
export async function runJob(
  output: Output,
  settings: SecretsSettings,
  verb: VaultVerb,
  identity: ExpectedIdentity,
  options: InputOptions & Partial<Omit<VaultJob, "simulatorPort">>,
): Promise<StrictObject> {
  const { runVaultJob } = await import("../../secrets/vault/launch.ts");
  const { nodeCopyOf } = await import("../../secrets/vault/node-path.ts");
  const { fd, simulatorPort, offline, acceptRollback, file, policy } = options;
  const job: VaultJob = {
    ...noChange,
    verb,
    identity,
    vaultFolder: settings.vaultFolder,
    offline: offline === true,
    acceptRollback: acceptRollback === true,
    simulatorPort: Number(simulatorPort ?? 0),
    file: file ?? "",
    policy: policy ?? {},
  };
  const nodePath = nodeCopyOf(settings.vaultFolder);
  return runVaultJob(job, settings, {
    environment: output.environment,
    inputDescriptor: Number(fd ?? 0),
    ...(nodePath === undefined ? {} : { nodePath }),
  });
}

/**
 * Runs one job on one account, or on each that the settings list; what fails on one does not keep the others from being done.
 * @param text one line for a result
 * @throws AggregateError of the others' errors, after the results were printed
 */
export async function runOnAccounts(
  output: Output,
  verb: VaultVerb,
  account: string | undefined,
  options: InputOptions & Partial<Omit<VaultJob, "simulatorPort">>,
  text: (result: StrictObject) => string,
): Promise<void> {
  const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
  const settings = readSecretsSettings(output.configFolder);
  const results: StrictObject[] = [];
  const errors: unknown[] = [];
  for (const name of account === undefined ? Object.keys(settings.accounts) : [account]) {
    try {
      results.push(await runJob(output, settings, verb, expectedIdentity(settings, name), options));
    } catch (error) {
      errors.push(error);
    }
  }
  // One document on stdout: with --json the errors are it.
  const isShown = results.length > 0 && !(output.json && errors.length > 0);
  if (isShown) output.result(results, () => results.map(text).join("\n"));
  if (errors.length > 0) throw new AggregateError(errors);
}
