import type { Command } from "commander";
import type { ProviderName } from "../../secrets/envelope/wraps.ts";
import type { MasterKeySettings, SecretsSettings } from "../../secrets/settings.ts";
import { examples, outputOf, type Output } from "../output.ts";
import { noChange, part } from "./shared.ts";

interface InitOptions {
  readonly provider: ProviderName;
  readonly keyId?: string;
  readonly folder: string;
  readonly keyFile?: string;
  readonly address?: string;
  readonly tokenFile?: string;
  readonly namespace?: string;
  readonly endpoint?: string;
  readonly recovery: boolean;
  readonly nodeCopy: boolean;
  readonly fd?: string;
}

export function register(vault: Command): void {
  const command = vault
    .command("init")
    .description("make a vault: choose the master key, prove that it works, make a recovery key")
    .option(
      "--provider <name>",
      "passphrase, key-file, os-keychain, aws-kms, gcp-kms, vault-transit or azure-key-vault",
      "passphrase",
    )
    .option("--key-id <id>", "the master key: an ARN, a resource name, mount/name, or a URL, as the provider has it")
    .option("--folder <folder>", "where the sealed files go", "vault")
    .option(
      "--key-file <path>",
      "with key-file: the file of 32 random bytes, made if it is not there (~/.candlewright/master.key)",
    )
    .option("--address <url>", "with vault-transit: Vault's address")
    .option("--token-file <path>", "with vault-transit: where its token lies (else VAULT_TOKEN or ~/.vault-token)")
    .option("--namespace <name>", "with vault-transit: Vault's namespace")
    .option("--endpoint <url>", "with aws-kms or gcp-kms: another endpoint, such as a private one")
    .option("--no-recovery", "make no recovery key: whoever loses the master key loses the accounts")
    .option("--no-node-copy", "make no copy of Node that other processes of yours can't look into")
    .option("--stdin", "read the answers from the standard input, one a line")
    .option("--fd <number>", "read the answers from this open file descriptor, one a line")
    .action(async (options: InitOptions) => init(outputOf(command), options));
  examples(command, [
    ["candlewright vault init", "a passphrase, asked for at every start"],
    [
      "candlewright vault init --provider key-file --key-file '$CREDENTIALS_DIRECTORY/candlewright'",
      "a key from systemd's credentials",
    ],
    ["candlewright vault init --provider aws-kms --key-id arn:aws:kms:eu-central-1:111122223333:key/…", "AWS KMS"],
  ]);
}

async function init(output: Output, options: InitOptions): Promise<void> {
  const { existsSync, mkdirSync } = await import("node:fs");
  const path = await import("node:path");
  const { randomBytes } = await import("node:crypto");
  const { CandlewrightError } = await import("../../engine/errors.ts");
  const { vaultErrors } = await import("../../secrets/errors.ts");
  const { readSecretsSettings, settingsPath, vaultFolderOf, writeSecretsSettings } = await import(
    "../../secrets/settings.ts"
  );
  const { providerNames } = await import("../../secrets/envelope/wraps.ts");
  const file = settingsPath(output.configFolder);
  if (existsSync(file)) throw new CandlewrightError(vaultErrors.settingsExist, { file });
  if (!providerNames.includes(options.provider) || options.provider === "recovery-key") {
    throw new CandlewrightError(vaultErrors.badSettings, { detail: `There is no provider "${options.provider}".` });
  }
  const vault = randomBytes(16).toString("hex");
  const primary = await primaryKey(options, vault);
  const folder = vaultFolderOf(file, options.folder);
  // Before the first secret is made, so that nobody can look into the processes that make it.
  if (options.nodeCopy) await copyNode(output, folder);
  const recoveryPublicKey = await prove(output, options, folder, vault, primary);
  const recovery: MasterKeySettings = {
    provider: "recovery-key",
    keyId: "recovery-1",
    role: "recovery",
    options: { public_key: recoveryPublicKey },
  };
  const settings: Omit<SecretsSettings, "vaultFolder"> = {
    file,
    folder: options.folder,
    vault,
    masterKeys: recoveryPublicKey === "" ? [primary] : [primary, recovery],
    accounts: {},
  };
  mkdirSync(path.resolve(output.configFolder), { recursive: true });
  await writeSecretsSettings(settings);
  const { vaultFolder } = readSecretsSettings(output.configFolder);
  const { accessPolicy } = await import("../../secrets/providers/access-policies.ts");
  const access = accessPolicy(primary);
  if (access !== undefined)
    output.note(`Give this to the user or machine that trades, and nothing else:\n\n${access}\n`);
  output.result({ vault, settings: file, vaultFolder, provider: primary.provider, keyId: primary.keyId }, () =>
    [
      `The vault is ready: ${file} names it, ${vaultFolder} will hold the sealed files.`,
      "Next: candlewright vault keygen binance-main   (or: candlewright vault set coinbase-main)",
    ].join("\n"),
  );
}

/** @throws CandlewrightError `badSettings` for an option that is another provider's */
async function primaryKey(options: InitOptions, vault: string): Promise<MasterKeySettings> {
  const { homedir } = await import("node:os");
  const path = await import("node:path");
  const { CandlewrightError } = await import("../../engine/errors.ts");
  const { vaultErrors } = await import("../../secrets/errors.ts");
  const { masterKeyOptions } = await import("../../secrets/settings.ts");
  const { provider } = options;
  const defaultKeyFile = provider === "key-file" ? path.join(homedir(), ".candlewright", "master.key") : undefined;
  const named = {
    path: options.keyFile ?? defaultKeyFile,
    address: options.address,
    token_file: options.tokenFile,
    namespace: options.namespace,
    endpoint: options.endpoint,
  };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  const foreign = Object.keys(given).find((name) => !masterKeyOptions(provider).some((option) => option.name === name));
  if (foreign !== undefined) {
    throw new CandlewrightError(vaultErrors.badSettings, { detail: `${provider} has no ${foreign}.` });
  }
  const keyId = options.keyId ?? (provider === "os-keychain" ? vault : "main");
  return { provider, keyId, role: "primary", options: given };
}

/** @returns the recovery key's public half, or empty */
async function prove(
  output: Output,
  options: InitOptions,
  vaultFolder: string,
  vault: string,
  primary: MasterKeySettings,
): Promise<string> {
  const { existsSync, mkdirSync } = await import("node:fs");
  const { default: paths } = await import("node:path");
  const { nodeCopyOf } = await import("../../secrets/vault/node-path.ts");
  const { runVaultJob } = await import("../../secrets/vault/launch.ts");
  const path = primary.options.path ?? "";
  const makesKeyFile = primary.provider === "key-file" && !path.startsWith("$") && !existsSync(path);
  if (makesKeyFile) mkdirSync(paths.dirname(paths.resolve(path)), { recursive: true, mode: 0o700 });
  const identity = { vault, account: "probe", exchange: "binance", environment: "simulator", purpose: "read" } as const;
  const job = {
    ...noChange,
    verb: "init",
    vaultFolder,
    identity,
    file: makesKeyFile ? path : "",
    recovery: options.recovery,
  } as const;
  const nodePath = nodeCopyOf(vaultFolder);
  const surroundings = {
    environment: output.environment,
    inputDescriptor: Number(options.fd ?? 0),
    ...(nodePath === undefined ? {} : { nodePath }),
  };
  const result = await runVaultJob(job, { masterKeys: [primary] }, surroundings);
  return part(result, "recoveryPublicKey");
}

async function copyNode(output: Output, vaultFolder: string): Promise<void> {
  const { mkdirSync } = await import("node:fs");
  const { prepareNodeCopy } = await import("../../secrets/signer/node-copy.ts");
  const { nodeCopyPath } = await import("../../secrets/vault/node-path.ts");
  mkdirSync(vaultFolder, { recursive: true, mode: 0o700 });
  if (prepareNodeCopy(nodeCopyPath(vaultFolder)) !== undefined) return;
  output.warn(
    "This Node does not run as a copy, so other programs of yours can read the signer's memory; nodejs.org's does.",
  );
}
