/**
 * `config/secrets_config.json`: which vault, which master keys, which accounts. Nothing in it is secret, and everything in it is
 * pinned: an envelope that names another key, account or exchange is refused.
 */
import { dirname, isAbsolute, join, resolve } from "node:path";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { CandlewrightError } from "../engine/errors.ts";
import { SealedError } from "./envelope/errors.ts";
import { Fields } from "./envelope/fields.ts";
import { environments, exchanges, isAccountName, purposes, type ExpectedIdentity } from "./envelope/identity.ts";
import { replacePrivateFile } from "./envelope/private-file.ts";
import { readStrictJson, type StrictObject } from "./envelope/strict-json.ts";
import { maximumWraps, providerNames, roles, type MasterKey, type ProviderName } from "./envelope/wraps.ts";
import { vaultErrors } from "./errors.ts";

/** A master key and where to find it. Each provider reads its own of the options. */
export interface MasterKeySettings extends MasterKey {
  readonly options: Readonly<Partial<Record<MasterKeyOption, string>>>;
}

export interface AccountSettings {
  readonly exchange: ExpectedIdentity["exchange"];
  readonly environment: ExpectedIdentity["environment"];
  readonly purpose: ExpectedIdentity["purpose"];
}

export interface SecretsSettings {
  /** Where this was read. */
  readonly file: string;
  readonly vault: string;
  /** As it is written in the file; relative to the folder that holds the settings' folder. */
  readonly folder: string;
  /** Absolute. */
  readonly vaultFolder: string;
  readonly masterKeys: readonly MasterKeySettings[];
  readonly accounts: Readonly<Record<string, AccountSettings>>;
}

/** The options of each provider beside its key id; those with a `?` may be left out. */
const optionsOf = {
  passphrase: [],
  "key-file": ["path"],
  "os-keychain": [],
  "aws-kms": ["endpoint?"],
  "gcp-kms": ["endpoint?"],
  "vault-transit": ["address", "token_file?", "namespace?"],
  "azure-key-vault": [],
  "recovery-key": ["public_key"],
} as const satisfies Record<ProviderName, readonly string[]>;
/** What can be said of a master key beside its id; everything else is refused. */
export function masterKeyOptions(
  provider: ProviderName,
): readonly { readonly name: MasterKeyOption; readonly isOptional: boolean }[] {
  return optionsOf[provider].map((option) => ({
    name: option.replace("?", "") as MasterKeyOption,
    isOptional: option.endsWith("?"),
  }));
}

export type MasterKeyOption = "path" | "endpoint" | "address" | "token_file" | "namespace" | "public_key";

const maximumSettingsBytes = 65_536;
const anyText = /^[\x20-\x7e]{1,1024}$/;

export function settingsPath(configFolder: string): string {
  return join(configFolder, "secrets_config.json");
}

/**
 * @throws CandlewrightError `noSettings`, `badSettings`
 */
export function readSecretsSettings(configFolder: string): SecretsSettings {
  const file = settingsPath(configFolder);
  const bytes = readTrusted(file);
  try {
    return parse(bytes, file);
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    throw new CandlewrightError(vaultErrors.badSettings, {
      file,
      detail: `${error.what} ${error.context.detail ?? ""}`,
    });
  }
}

/** Whoever can write this file can name a master key of his own, and put a sealed file of his own beside it. */
function readTrusted(file: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT")
      throw new CandlewrightError(vaultErrors.noSettings, { file });
    throw cause;
  }
  try {
    const { mode, uid } = fstatSync(descriptor);
    const user = process.geteuid?.();
    // Windows has neither; there the folder's access list is the user's profile's.
    if (user !== undefined && ((mode & 0o022) !== 0 || (uid !== user && uid !== 0))) {
      throw new CandlewrightError(vaultErrors.badSettings, {
        file,
        detail: "Other users of this machine can change it, and so name a master key of their own.",
        fix: `Look at what it says, then: chown ${user} ${file} && chmod 600 ${file}`,
      });
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parse(bytes: Buffer, file: string): SecretsSettings {
  const document = readStrictJson(bytes, maximumSettingsBytes);
  const fields = new Fields(document, "");
  const folder = fields.text("vault_folder", anyText);
  const settings: SecretsSettings = {
    file,
    vault: fields.text("vault", /^[0-9a-f]{32}$/),
    folder,
    vaultFolder: vaultFolderOf(file, folder),
    masterKeys: fields
      .list("master_keys", maximumWraps)
      .map((value, index) => masterKey(new Fields(value, `master_keys[${index}]`))),
    accounts: accounts(fields.object("accounts"), (document as StrictObject)["accounts"] as StrictObject),
  };
  fields.end();
  if (!settings.masterKeys.some((key) => key.role === "primary")) {
    throw new SealedError("badField", { detail: "master_keys: one must be primary." });
  }
  return settings;
}

function masterKey(fields: Fields): MasterKeySettings {
  const provider = fields.oneOf("provider", providerNames);
  const key = { provider, keyId: fields.text("key_id", anyText), role: fields.oneOf("role", roles) };
  const options: Partial<Record<MasterKeyOption, string>> = {};
  for (const { name, isOptional } of masterKeyOptions(provider)) {
    if (!isOptional || fields.has(name)) options[name] = fields.text(name, anyText);
  }
  fields.end();
  return { ...key, options };
}

function accounts(fields: Fields, document: StrictObject): Record<string, AccountSettings> {
  const found: Record<string, AccountSettings> = {};
  for (const name of Object.keys(document)) {
    if (!isAccountName(name)) throw new SealedError("badIdentity", { detail: `accounts.${name} is not a name.` });
    const account = fields.object(name);
    found[name] = {
      exchange: account.oneOf("exchange", exchanges),
      environment: account.oneOf("environment", environments),
      purpose: account.oneOf("purpose", purposes),
    };
    account.end();
  }
  fields.end();
  return found;
}

/** A relative folder stands beside the folder of the settings. */
export function vaultFolderOf(settingsFile: string, folder: string): string {
  return isAbsolute(folder) ? folder : resolve(dirname(settingsFile), "..", folder);
}

/** Writes the settings, whole or not at all. */
export async function writeSecretsSettings(settings: Omit<SecretsSettings, "vaultFolder">): Promise<void> {
  const document = {
    vault: settings.vault,
    vault_folder: settings.folder,
    master_keys: settings.masterKeys.map(({ provider, keyId, role, options }) => ({
      provider,
      key_id: keyId,
      role,
      ...options,
    })),
    accounts: settings.accounts,
  };
  const bytes = Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
  // What could not be read back must not be written.
  parse(bytes, settings.file);
  await replacePrivateFile(settings.file, bytes);
}

/**
 * @throws CandlewrightError `unknownAccount`
 */
export function expectedIdentity(settings: SecretsSettings, account: string): ExpectedIdentity {
  if (!Object.hasOwn(settings.accounts, account)) {
    // What can't be a name is not repeated: it may be a secret that was pasted in the wrong place.
    const detail = isAccountName(account) ? { detail: `"${account}".` } : {};
    throw new CandlewrightError(vaultErrors.unknownAccount, { file: settings.file, ...detail });
  }
  const { exchange, environment, purpose } = settings.accounts[account];
  return { vault: settings.vault, account, exchange, environment, purpose };
}
