/** How the unlocking process is started: which files it may read, and which variables it gets. */
import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { vaultErrors } from "../errors.ts";
import { environmentNames } from "../envelope/env-file.ts";
import { keyFilePath } from "../providers/local-providers.ts";
import type { MasterKeySettings, SecretsSettings } from "../settings.ts";
import type { LockedAccount } from "./key-service.ts";
import { nodeCopyOf } from "../vault/node-path.ts";
import { lockedDocument, optionsVariable, type UnlockOptions } from "./messages.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A command line with its whole environment. */
export interface UnlockCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

type Provider = MasterKeySettings["provider"];

/**
 * Variables that each provider's own client reads its credentials from. All else stays behind, and so do addresses of the services:
 * a data key goes to the key service in clear, and where that is, the settings say.
 */
const variables: Readonly<Record<Provider, RegExp>> = {
  passphrase: /^$/,
  "recovery-key": /^$/,
  "key-file": /^CREDENTIALS_DIRECTORY$/,
  "os-keychain": /^(?:HOME|USERPROFILE|APPDATA|LOCALAPPDATA|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR)$/,
  "aws-kms": /^(?:HOME|USERPROFILE|AWS_(?!ENDPOINT_URL)[A-Z_]+|HTTPS_PROXY|NO_PROXY)$/,
  "gcp-kms": /^(?:HOME|APPDATA|GOOGLE_(?!CLOUD_UNIVERSE)[A-Z_]+|GCLOUD_PROJECT|CLOUDSDK_CONFIG|HTTPS_PROXY|NO_PROXY)$/,
  "vault-transit": /^(?:HOME|VAULT_TOKEN)$/,
  "azure-key-vault": /^(?:HOME|USERPROFILE|AZURE_[A-Z_]+|IDENTITY_[A-Z]+|MSI_[A-Z]+|HTTPS_PROXY|NO_PROXY)$/,
};
/** AWS's own word for: take no service's address from variables or profiles. */
const awsPinned = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
/** What a terminal and Windows itself need. */
const always = /^(?:TERM|SystemRoot|SYSTEMROOT|WINDIR)$/;

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
/** The folder of all our own code: `src`, or `dist` in an installed package. */
const codeFolder = resolve(import.meta.dirname, "..", "..");

/**
 * The process that gives the signer its data key, for `startSigner`.
 * @throws CandlewrightError `secretInEnvironment` where a live account would start beside an exchange key in the environment
 */
export function unlockCommand(
  settings: SecretsSettings,
  locked: LockedAccount,
  environment: Environment,
): UnlockCommand {
  if (locked.identity.environment === "live") requireNoKeysIn(environment);
  return command(
    settings.masterKeys,
    { mode: "open", masterKeys: settings.masterKeys, locked: lockedDocument(locked) },
    environment,
    nodeCopyOf(settings.vaultFolder),
  );
}

/**
 * The process that wraps and unwraps for the vault process.
 * @param nodePath the execute-only copy of Node; without one, the Node that runs this
 */
export function keyServiceCommand(
  { masterKeys }: Pick<SecretsSettings, "masterKeys">,
  environment: Environment,
  { isNewPassphrase = false, makesKey = false }: Pick<UnlockOptions, "isNewPassphrase" | "makesKey">,
  nodePath: string | undefined,
): UnlockCommand {
  return command(masterKeys, { mode: "serve", masterKeys, isNewPassphrase, makesKey }, environment, nodePath);
}

/** A live account's key comes from the vault. Beside one in the environment nobody could say which is meant, and it would leak. */
function requireNoKeysIn(environment: Environment): void {
  const names = Object.values(environmentNames).flatMap(({ apiKey, secret }) => [apiKey, secret]);
  const found = names.find((name) => (environment[name] ?? "") !== "");
  if (found !== undefined) throw new CandlewrightError(vaultErrors.secretInEnvironment, { detail: `It is ${found}.` });
}

function command(
  masterKeys: readonly MasterKeySettings[],
  options: UnlockOptions,
  environment: Environment,
  nodePath: string | undefined,
): UnlockCommand {
  const readable = [
    codeFolder,
    ...libraryFolders(masterKeys),
    ...masterKeys.flatMap((key) => credentialFiles(key, environment)),
  ];
  const addons = masterKeys.some((key) => key.provider === "os-keychain")
    ? ["--allow-addons", "--disable-warning=PERM0001"]
    : ["--no-addons"];
  return {
    // It holds the passphrase and the data key: nobody may read its memory either.
    program: nodePath ?? process.execPath,
    arguments: [
      "--permission",
      "--disable-sigusr1",
      "--no-experimental-sqlite",
      ...addons,
      ...[...new Set(readable)].map((path) => `--allow-fs-read=${path}`),
      join(import.meta.dirname, `unlock.${extension}`),
    ],
    // Not an argument: those every user of the machine can read, and on a passphrase's wrap guesses can be tried at leisure.
    environment: { ...allowedEnvironment(masterKeys, environment), [optionsVariable]: JSON.stringify(options) },
  };
}

function allowedEnvironment(
  masterKeys: readonly MasterKeySettings[],
  environment: Environment,
): Record<string, string> {
  const patterns = [always, ...masterKeys.map((key) => variables[key.provider])];
  const kept = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && patterns.some((pattern) => pattern.test(name)),
  );
  const pinned = masterKeys.some((key) => key.provider === "aws-kms") ? { [awsPinned]: "true" } : {};
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...pinned };
}

/** A path, and what it leads to: the right to read is needed for both. */
function withTarget(path: string): readonly string[] {
  return existsSync(path) ? [path, realpathSync(path)] : [path];
}

/** The folders that Node looks for packages in; only where a provider has a library. */
function libraryFolders(masterKeys: readonly MasterKeySettings[]): readonly string[] {
  const libraries: ReadonlySet<Provider> = new Set(["aws-kms", "gcp-kms", "azure-key-vault", "os-keychain"]);
  if (!masterKeys.some((key) => libraries.has(key.provider))) return [];
  const folders: string[] = [];
  for (let folder = codeFolder; folder !== dirname(folder); folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) folders.push(packages, realpathSync(packages));
    folders.push(join(folder, "package.json"));
  }
  return folders;
}

function credentialFiles({ provider, options }: MasterKeySettings, environment: Environment): readonly string[] {
  const home = environment["HOME"] ?? homedir();
  const named = (...names: readonly string[]): string[] => names.flatMap((name) => environment[name] ?? []);
  switch (provider) {
    case "key-file":
      return withTarget(resolve(keyFilePath(options.path ?? "", environment)));
    case "vault-transit":
      return [resolve(options.token_file ?? join(home, ".vault-token"))];
    case "aws-kms":
      return [
        join(home, ".aws"),
        ...named(
          "AWS_CONFIG_FILE",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        ),
      ];
    case "gcp-kms":
      return [join(home, ".config", "gcloud"), ...named("GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG")];
    case "azure-key-vault":
      return [join(home, ".azure"), ...named("AZURE_FEDERATED_TOKEN_FILE", "AZURE_CLIENT_CERTIFICATE_PATH")];
    case "passphrase":
    case "os-keychain":
    case "recovery-key":
      return [];
  }
  return provider satisfies never;
}
