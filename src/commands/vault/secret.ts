/** The commands that put secrets into the vault and take them out: set, keygen, attach, rotate, import-env, export, recover. */
import type { Command } from "commander";
import type { AccountSettings, SecretsSettings } from "../../secrets/settings.ts";
import type { StrictObject } from "../../secrets/envelope/strict-json.ts";
import type { VaultVerb } from "../../secrets/vault/job.ts";
import { examples, outputOf, type Output } from "../output.ts";
import { inputOptions, part, refuseSecrets, runJob, type InputOptions } from "./shared.ts";

interface SecretOptions extends InputOptions {
  readonly exchange?: AccountSettings["exchange"];
  readonly environment?: AccountSettings["environment"];
  readonly purpose?: AccountSettings["purpose"];
  readonly file?: string;
}

interface SecretCommand {
  readonly verb: VaultVerb;
  readonly name: string;
  readonly about: string;
  /** True where an account that the settings don't know is added to them. */
  readonly creates: boolean;
  /** What is said when it is done. */
  readonly after: (output: Output, account: string, result: StrictObject) => Promise<void> | void;
}

const commands: readonly SecretCommand[] = [
  {
    verb: "set",
    name: "set",
    about: "seal an API key and its secret, asked for hidden",
    creates: true,
    after: (output, account, result) => {
      output.result(
        result,
        () => `${account} is sealed, generation ${part(result, "generation")}, key ${part(result, "keyFingerprint")}.`,
      );
      if (part(result, "generation") !== "1") return;
      output.note(
        `It may trade nothing yet: candlewright vault policy ${account} --symbols BTC/USDT --max-order 250 --max-day 1000`,
      );
    },
  },
  {
    verb: "keygen",
    name: "keygen",
    about: "make an Ed25519 key pair inside the vault and print the public key",
    creates: true,
    after: (output, account, result) => {
      output.result(result, () => part(result, "publicKey").trimEnd());
      output.note(
        "Paste this public key at the exchange as a self-generated Ed25519 API key, without the right to withdraw.",
      );
      output.note(`Then: candlewright vault attach ${account}`);
    },
  },
  {
    verb: "attach",
    name: "attach",
    about: "put the generated key to use, under the id that the exchange gave for it",
    creates: false,
    after: (output, account, result) => {
      output.result(result, () => `${account} now uses the key ${part(result, "keyFingerprint")}.`);
      output.note(
        "If another key was in use before: restart a running signer, then delete the old key at the exchange.",
      );
    },
  },
  {
    verb: "rotate",
    name: "rotate",
    about: "replace the API key of an account, and check that the old one is dead; its order policy stays",
    creates: false,
    after: (output, account, result) => {
      const oldKey = part(result, "oldKey");
      output.result(
        result,
        () =>
          `${account} now uses the key ${part(result, "keyFingerprint")}, generation ${part(result, "generation")}; the old key is ${oldKey}.`,
      );
      if (oldKey !== "dead") {
        output.warn(
          "Restart a running signer, then delete the old API key at the exchange: an old copy of the file is worth nothing only once it is gone.",
        );
      }
    },
  },
  {
    verb: "import-env",
    name: "import-env",
    about: "move the keys of a .env file into the vault",
    creates: true,
    after: async (output, account, result) => {
      const { environmentNames } = await import("../../secrets/envelope/env-file.ts");
      const names = environmentNames[account.startsWith("coinbase") ? "coinbase" : "binance"];
      output.result(result, () => `${account} is sealed, generation ${part(result, "generation")}.`);
      output.warn(
        `Now delete ${names.apiKey} and ${names.secret} from the .env file, and from your shell's environment.`,
      );
    },
  },
  {
    verb: "export",
    name: "export",
    about: "print an account's API key and secret, after its name was typed; it is logged",
    creates: false,
    after: (output) =>
      output.warn("The secret was shown. Clear the terminal; if anybody saw it, delete the key at the exchange."),
  },
  {
    verb: "recover",
    name: "recover",
    about: "open an account with the recovery key and seal it under the primary master key",
    creates: false,
    after: (output, account, result) => {
      output.result(result, () => `${account} is sealed under the primary master key again.`);
      output.warn(`Whoever had the lost master key may have the secret: candlewright vault rotate ${account}`);
    },
  },
];

export function register(vault: Command): void {
  for (const one of commands) {
    const command = vault.command(`${one.name} <account>`).description(one.about);
    inputOptions(command).allowUnknownOption().allowExcessArguments();
    if (["set", "attach", "rotate", "import-env"].includes(one.name)) {
      command.option(
        "--offline",
        "save without asking the exchange what the key may do; it is checked before its first use",
      );
    }
    if (one.name === "import-env") command.option("--file <path>", "the file to read", ".env");
    if (one.creates) accountOptions(command);
    command.action(async (account: string, options: SecretOptions) => {
      await refuseSecrets(command, 1);
      const output = outputOf(command);
      await one.after(output, account, await run(output, one, account, options));
    });
    examples(command, [[`candlewright vault ${one.name} binance-main`, one.about]]);
  }
}

function accountOptions(command: Command): void {
  command
    .option("--exchange <name>", "binance or coinbase; else the first word of the account's name")
    .option("--environment <name>", "live, testnet or simulator (live)")
    .option("--purpose <name>", "trade or read (trade)");
}

async function run(output: Output, one: SecretCommand, account: string, options: SecretOptions): Promise<StrictObject> {
  const { expectedIdentity, readSecretsSettings } = await import("../../secrets/settings.ts");
  const settings = readSecretsSettings(output.configFolder);
  const isNew = one.creates && !Object.hasOwn(settings.accounts, account);
  if (!isNew) await refuseOther(settings.accounts[account], options);
  const used = isNew ? await withAccount(settings, account, options) : settings;
  const result = await runJob(output, used, one.verb, expectedIdentity(used, account), options);
  // Read again: the questions took their time, and another command may have added an account.
  if (isNew) await save(await withAccount(readSecretsSettings(output.configFolder), account, options));
  return result;
}

/** An account is what it was made as. Passed over in silence, `--environment testnet` would put a play key into a live account. */
async function refuseOther(known: AccountSettings | undefined, options: SecretOptions): Promise<void> {
  for (const name of ["exchange", "environment", "purpose"] as const) {
    const given = options[name];
    if (known === undefined || given === undefined || given === known[name]) continue;
    const { CandlewrightError } = await import("../../engine/errors.ts");
    const { usageErrors } = await import("../errors.ts");
    throw new CandlewrightError(usageErrors.badValue, {
      detail: `--${name} is ${given}, the account was made for ${known[name]}.`,
      fix: "Leave the option out, or choose another name for a new account.",
    });
  }
}

/** @throws CandlewrightError `badSettings`; SealedError `badIdentity` */
async function withAccount(
  settings: SecretsSettings,
  account: string,
  options: SecretOptions,
): Promise<SecretsSettings> {
  const { checkIdentity, exchanges } = await import("../../secrets/envelope/identity.ts");
  const first = account.split("-", 1)[0];
  const exchange = options.exchange ?? exchanges.find((name) => name === first) ?? "binance";
  const added = { exchange, environment: options.environment ?? "live", purpose: options.purpose ?? "trade" } as const;
  checkIdentity({ vault: settings.vault, account, ...added, uid: settings.vault });
  return { ...settings, accounts: { ...settings.accounts, [account]: added } };
}

async function save(settings: SecretsSettings): Promise<void> {
  const { writeSecretsSettings } = await import("../../secrets/settings.ts");
  await writeSecretsSettings(settings);
}
