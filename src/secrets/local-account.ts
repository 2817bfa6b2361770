/**
 * Keys for local work: a `.env` file with the exchange's names is enough for sandbox and dry run. Its keys are sealed into a vault that
 * lasts as long as the run, so that the signer works as it always does; the file is read by the vault process alone.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CandlewrightError } from "../engine/errors.ts";
import type { Environment, ExpectedIdentity } from "./envelope/identity.ts";
import type { OrderPolicy } from "./envelope/policy.ts";
import { vaultErrors } from "./errors.ts";
import type { SecretsSettings } from "./settings.ts";
import { runVaultJob } from "./vault/launch.ts";

export interface LocalAccountOptions {
  readonly exchange: ExpectedIdentity["exchange"];
  /** Of the exchange. `live` is refused: real money's keys belong into the vault. */
  readonly environment: Environment;
  /** The `.env` file. */
  readonly file: string;
  readonly policy: OrderPolicy;
  /** 0 where there is no exchange in a box. */
  readonly simulatorPort: number;
  /** This process's own environment. */
  readonly surroundings: Readonly<Record<string, string | undefined>>;
}

/** A vault for one run, with one account. */
export interface LocalAccount {
  readonly settings: SecretsSettings;
  readonly identity: ExpectedIdentity;
  /** Removes the vault. */
  remove(): void;
}

/**
 * @throws CandlewrightError `secretInEnvironment` for a live environment, `noInput` where the file lacks a key; whatever the check of the
 *   key's rights throws
 */
export async function sealLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  if (options.environment === "live") {
    throw new CandlewrightError(vaultErrors.secretInEnvironment, {
      detail: `Keys from ${options.file} are for sandbox and dry run only.`,
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "candlewright-local-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const settings = settingsIn(folder, options);
    const { exchange, environment } = options;
    const identity: ExpectedIdentity = {
      vault: settings.vault,
      account: `${exchange}-local`,
      exchange,
      environment,
      purpose: "trade",
    };
    const job = {
      verb: "import-env",
      vaultFolder: settings.vaultFolder,
      identity,
      offline: false,
      acceptRollback: false,
      recovery: false,
    } as const;
    await runVaultJob(
      { ...job, simulatorPort: options.simulatorPort, file: options.file, policy: options.policy },
      settings,
      {
        environment: options.surroundings,
        inputDescriptor: 0,
      },
    );
    return { settings, identity, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The key lies beside the vault: it guards nothing that the `.env` file doesn't show already. */
function settingsIn(folder: string, { exchange, environment }: LocalAccountOptions): SecretsSettings {
  const path = join(folder, "master.key");
  writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return {
    file: join(folder, "secrets_config.json"),
    folder: "vault",
    vaultFolder: join(folder, "vault"),
    vault: randomBytes(16).toString("hex"),
    masterKeys: [{ provider: "key-file", keyId: "local", role: "primary", options: { path } }],
    accounts: { [`${exchange}-local`]: { exchange, environment, purpose: "trade" } },
  };
}
