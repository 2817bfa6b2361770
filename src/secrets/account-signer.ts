/** From an account's name in the settings to everything that starts its signer. */
import { join, resolve } from "node:path";
import { VaultDirectory } from "./envelope/vault-directory.ts";
import { unlockCommand } from "./keys/launch.ts";
import { expectedIdentity, type SecretsSettings } from "./settings.ts";
import type { LaunchOptions } from "./signer/launcher.ts";
import { nodeCopyOf } from "./vault/node-path.ts";

export interface AccountSignerOptions {
  readonly account: string;
  /** The folder of the sockets, made with mode 0700. */
  readonly socketFolder: string;
  /** For accounts of the environment `simulator`. */
  readonly simulatorPort?: number;
  /** Of the caller: the key provider's own client reads its credentials there. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What `startSigner` and `SignerSupervisor` take. Reads the sealed file, opens nothing.
 * @throws CandlewrightError `unknownAccount` where the settings don't pin it; SealedError where there is no such account, or its file is
 *   not in order
 */
export function signerOf(settings: SecretsSettings, options: AccountSignerOptions): LaunchOptions {
  const { account, socketFolder, simulatorPort = 0, environment } = options;
  // What the settings say, never what the file says of itself: the signer refuses an envelope that is another's.
  const identity = expectedIdentity(settings, account);
  const { header, wraps } = new VaultDirectory(settings.vaultFolder).read(account);
  const nodePath = nodeCopyOf(settings.vaultFolder);
  return {
    identity,
    vaultFolder: settings.vaultFolder,
    socketPath: socketPathOf(socketFolder, account),
    simulatorPort,
    unlock: unlockCommand(settings, { identity: header.identity, wraps }, environment),
    ...(nodePath === undefined ? {} : { nodePath }),
  };
}

/** A unix socket in the folder; on Windows a named pipe. */
export function socketPathOf(socketFolder: string, account: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\candlewright-${account}`;
  return join(resolve(socketFolder), `${account}.sock`);
}
