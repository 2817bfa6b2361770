/** Which signer a supervisor starts: that of a sealed account, or one on the keys of `.env`. */
import { join, resolve } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { signerOf, socketPathOf } from "../../secrets/account-signer.ts";
import { exchanges, isAccountName } from "../../secrets/envelope/identity.ts";
import { vaultErrors } from "../../secrets/errors.ts";
import { readSecretsSettings } from "../../secrets/settings.ts";
import { startSandboxSigner, startSigner } from "../../secrets/signer/launcher.ts";
import type { StartSigner } from "../../secrets/signer/supervisor.ts";
import { superviseErrors, usageErrors } from "../errors.ts";
import type { Output } from "../output.ts";
import { settingsOf } from "../settings.ts";
import type { SuperviseOptions } from "../supervise.ts";

export interface SignerStart {
  readonly socketPath: string;
  readonly start: StartSigner;
}

/**
 * @param bot what the bot is told, which may ask for live
 * @throws CandlewrightError, SealedError: what the settings or the sealed file do not allow
 */
export async function signerStart(
  output: Output,
  account: string,
  bot: readonly string[],
  options: SuperviseOptions,
): Promise<SignerStart> {
  const socketFolder = resolve(options.socketDir ?? join(output.configFolder, "..", "run"));
  const simulatorPort = portOf(options.simulatorPort);
  if (options.sandbox === true) return sandboxStart(output, account, bot, { socketFolder, simulatorPort });
  const settings = readSecretsSettings(output.configFolder);
  const { environment } = output;
  const launch = signerOf(settings, { account, socketFolder, simulatorPort, environment });
  return { socketPath: launch.socketPath, start: (signal) => startSigner(launch, signal) };
}

function portOf(text = "0"): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CandlewrightError(usageErrors.badValue, { path: "--simulator-port", detail: "It is no port." });
}

/** Unsealed keys, for play: whatever says live in any place is refused. */
async function sandboxStart(
  output: Output,
  account: string,
  bot: readonly string[],
  { socketFolder, simulatorPort }: { readonly socketFolder: string; readonly simulatorPort: number },
): Promise<SignerStart> {
  if (!isAccountName(account)) throw new CandlewrightError(vaultErrors.unknownAccount);
  if (sealedEnvironment(output.configFolder, account) === "live") {
    throw new CandlewrightError(superviseErrors.notLive, { detail: `${account} is a live account.` });
  }
  const { settings } = await settingsOf(output);
  if (settings.mode === "live" || /(?:^| )--mode[= ]live(?: |$)/.test(bot.join(" "))) {
    throw new CandlewrightError(superviseErrors.notLive, { detail: "The mode is live." });
  }
  const exchange = exchanges.find((name) => name === settings.exchange.exchange);
  if (exchange === undefined) {
    throw new CandlewrightError(usageErrors.badValue, {
      path: "--sandbox",
      detail: `It knows ${exchanges.join(" and ")}; the settings say ${settings.exchange.exchange}.`,
    });
  }
  const socketPath = socketPathOf(socketFolder, account);
  const launch = {
    envFile: join(output.configFolder, "..", ".env"),
    exchange,
    environment: simulatorPort === 0 ? ("testnet" as const) : ("simulator" as const),
    symbols: [...new Set(settings.strategies.flatMap(({ symbols }) => symbols))],
    socketPath,
    simulatorPort,
  };
  return { socketPath, start: () => startSandboxSigner(launch) };
}

/** What an account of this name is sealed for, where there is a vault that holds one. */
function sealedEnvironment(configFolder: string, account: string): string | undefined {
  try {
    return readSecretsSettings(configFolder).accounts[account]?.environment;
  } catch (error) {
    if (error instanceof CandlewrightError && error.code === vaultErrors.noSettings.code) return undefined;
    throw error;
  }
}
