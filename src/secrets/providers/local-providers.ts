/** The providers that need no service: a passphrase, 32 bytes in a file, and the recovery key on paper. */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { SealedError } from "../envelope/errors.ts";
import type { Identity } from "../envelope/identity.ts";
import { unwrapWithRawKey, wrapWithRawKey } from "../envelope/local-wrap.ts";
import { defaultCost, unwrapWithPassphrase, wrapWithPassphrase } from "../envelope/passphrase.ts";
import { nodeFileSystem } from "../../files/file-system.ts";
import { readPrivateFile, requirePrivateOrMounted } from "../envelope/private-file.ts";
import { unwrapWithRecoveryKey, wrapWithRecoveryKey } from "../envelope/recovery-key.ts";
import type { Argon2Cost, Wrap } from "../envelope/wraps.ts";
import type { AskSecret } from "../prompt.ts";
import type { KeyProvider, SettingsOf } from "./provider.ts";

const rawKeyBytes = 32;

/** Asks once and remembers the passphrase for the life of this short process. */
export function passphraseProvider(
  settings: SettingsOf<"passphrase">,
  ask: AskSecret,
  cost: Argon2Cost = defaultCost,
): KeyProvider {
  let answer: Promise<Buffer> | undefined;
  const passphrase = (): Promise<Buffer> => (answer ??= ask(`Passphrase "${settings.keyId}"`));
  return {
    wrap: async (dataKey, identity) => wrapWithPassphrase(dataKey, await passphrase(), settings, identity, cost),
    unwrap: async (wrap, identity) => {
      if (wrap.provider !== "passphrase") throw new SealedError("wrongKey");
      return unwrapWithPassphrase(wrap, await passphrase(), identity);
    },
    status: async () => ({ detail: "asked for at every start", keyVersion: "" }),
  };
}

/**
 * 32 random bytes in a file of mode 0600. A path that begins with `$CREDENTIALS_DIRECTORY/` is systemd's; a Docker or Kubernetes
 * secret is a file like any other, as long as its mount gives it to this user alone.
 */
export function keyFileProvider(
  settings: SettingsOf<"key-file">,
  environment: Readonly<Record<string, string | undefined>>,
): KeyProvider {
  const path = keyFilePath(settings.options.path ?? "", environment);
  return rawKeyProvider(settings, () => readKeyFile(path), `the file ${path}`);
}

/** A provider around anything that yields the 32 bytes. */
export function rawKeyProvider(
  settings: SettingsOf<"key-file"> | SettingsOf<"os-keychain">,
  read: () => Buffer,
  detail: string,
): KeyProvider {
  const using = <Result>(use: (key: Buffer) => Result): Result => {
    const key = read();
    try {
      return use(key);
    } finally {
      key.fill(0);
    }
  };
  return {
    wrap: async (dataKey, identity) => using((key) => wrapWithRawKey(dataKey, key, settings, identity)),
    unwrap: async (wrap, identity) => using((key) => unwrapRaw(wrap, settings.provider, key, identity)),
    status: async () => using(() => ({ detail, keyVersion: "" })),
  };
}

function unwrapRaw(wrap: Wrap, provider: string, key: Buffer, identity: Identity): Buffer {
  if (wrap.provider !== provider || (wrap.provider !== "key-file" && wrap.provider !== "os-keychain")) {
    throw new SealedError("wrongKey");
  }
  return unwrapWithRawKey(wrap, key, identity);
}

export function keyFilePath(path: string, environment: Readonly<Record<string, string | undefined>>): string {
  const prefix = "$CREDENTIALS_DIRECTORY/";
  if (!path.startsWith(prefix)) return path;
  const folder = environment["CREDENTIALS_DIRECTORY"];
  if (folder === undefined) {
    throw new SealedError("badKeyFile", {
      file: path,
      detail: "Not started by systemd with LoadCredential.",
      fix: "Start it as a systemd unit with LoadCredentialEncrypted=, or give the file's own path.",
    });
  }
  return join(folder, path.slice(prefix.length));
}

function readKeyFile(path: string): Buffer {
  let bytes: Buffer;
  try {
    // A mounted secret is a link to the version that is current; who may read what it leads to is what counts.
    bytes = readPrivateFile(realpathSync(path), rawKeyBytes, nodeFileSystem, requirePrivateOrMounted);
  } catch (error) {
    if (error instanceof SealedError && error.entry === "exposedFile") throw error;
    throw new SealedError("badKeyFile", { file: path, cause: error });
  }
  if (bytes.length !== rawKeyBytes) {
    bytes.fill(0);
    throw new SealedError("badKeyFile", { file: path, detail: `It has ${bytes.length} bytes.` });
  }
  return bytes;
}

/** Wraps with the public half in the settings; asks for the paper only to unwrap, in `vault recover`. */
export function recoveryKeyProvider(settings: SettingsOf<"recovery-key">, ask: AskSecret): KeyProvider {
  const publicKey = Buffer.from(settings.options.public_key ?? "", "base64");
  const { keyId } = settings;
  let answer: Promise<Buffer> | undefined;
  return {
    wrap: async (dataKey, identity) => {
      if (publicKey.length !== 32) throw new SealedError("badKeyFile", { detail: "public_key is not 32 bytes." });
      return wrapWithRecoveryKey(dataKey, publicKey, { provider: "recovery-key", keyId, role: "recovery" }, identity);
    },
    unwrap: async (wrap, identity) => {
      if (wrap.provider !== "recovery-key") throw new SealedError("wrongKey");
      return unwrapWithRecoveryKey(wrap, await (answer ??= ask(`Recovery key "${keyId}" from its paper`)), identity);
    },
    status: async () => ({ detail: "on paper", keyVersion: "" }),
  };
}
