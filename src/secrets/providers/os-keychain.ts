/** The desktop's own keychain: macOS Keychain, Windows Credential Manager, the Secret Service of a Linux desktop. */
import { erasableBuffer } from "../envelope/erasable.ts";
import { randomBytes } from "node:crypto";
import { CandlewrightError } from "../../engine/errors.ts";
import { vaultErrors } from "../errors.ts";
import { rawKeyProvider } from "./local-providers.ts";
import { loadLibrary, type KeyProvider, type SettingsOf } from "./provider.ts";

const service = "candlewright";

/** The part of a keychain's entry that is used; tests that have no desktop bring their own. */
export interface KeychainEntry {
  getSecret(): Uint8Array | number[] | null;
  setSecret(secret: Uint8Array): void;
}

export async function osKeychainProvider(
  settings: SettingsOf<"os-keychain">,
  open: (keyId: string) => Promise<KeychainEntry> = openEntry,
): Promise<KeyProvider> {
  const entry = await open(settings.keyId);
  return rawKeyProvider(settings, () => readKey(entry, settings.keyId), `keychain entry ${service}/${settings.keyId}`);
}

/** Makes a new random master key in the keychain. @throws CandlewrightError `noKeychain`, `settingsExist` */
export async function createKeychainKey(
  keyId: string,
  open: (keyId: string) => Promise<KeychainEntry> = openEntry,
): Promise<void> {
  const entry = await open(keyId);
  const key = randomBytes(32);
  try {
    if (reading(() => entry.getSecret()) !== null)
      throw new CandlewrightError(vaultErrors.settingsExist, { detail: `keychain entry ${keyId}` });
    reading(() => entry.setSecret(key));
  } finally {
    key.fill(0);
  }
}

async function openEntry(keyId: string): Promise<KeychainEntry> {
  const { Entry } = await loadLibrary("@napi-rs/keyring", () => import("@napi-rs/keyring"));
  // Where no Secret Service runs, the library would take the kernel's keyring instead, which forgets everything at the next boot.
  return reading(() => new Entry(service, keyId, { linux: { store: "secret-service" } }));
}

function readKey(entry: KeychainEntry, keyId: string): Buffer {
  const secret = reading(() => entry.getSecret());
  if (secret === null)
    throw new CandlewrightError(vaultErrors.noKeychain, { detail: `It has no entry ${service}/${keyId}.` });
  const key = erasableBuffer(secret.length);
  key.set(secret);
  secret.fill(0);
  return key;
}

function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof CandlewrightError) throw cause;
    throw new CandlewrightError(vaultErrors.noKeychain, { detail: (cause as Error).message.slice(0, 200), cause });
  }
}
