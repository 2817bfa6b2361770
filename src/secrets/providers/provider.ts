/**
 * The contract of a key provider: it wraps and unwraps data keys under one pinned master key, bound to the identity of the envelope.
 * `provider-contract.ts` in test/support holds every one of them to it.
 */
import { erasableBuffer } from "../envelope/erasable.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { Identity } from "../envelope/identity.ts";
import type { Role, Wrap } from "../envelope/wraps.ts";
import { vaultErrors } from "../errors.ts";
import type { MasterKeySettings } from "../settings.ts";

export interface ProviderStatus {
  /** One line for people: `key enabled, version 3`. */
  readonly detail: string;
  /** The version that wraps now, or empty: a wrap of another version is stale. */
  readonly keyVersion: string;
}

export interface KeyProvider {
  /** @param dataKey stays the caller's */
  wrap(dataKey: Buffer, identity: Identity): Promise<Wrap>;
  /** @returns the data key, which the caller erases */
  unwrap(wrap: Wrap, identity: Identity): Promise<Buffer>;
  /** Asks whether the master key is there and usable, without using it. */
  status(): Promise<ProviderStatus>;
}

/** How long a key service may take to answer one request. */
export const serviceTimeoutMs = 10_000;

/** @throws Error when the call takes longer; not every vendor's library keeps to the limit that it is given */
export async function withinTime<Answer>(timeoutMs: number, call: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Settings whose role is known at compile time where a wrap needs it. */
export type SettingsOf<Provider extends MasterKeySettings["provider"]> = MasterKeySettings & {
  readonly provider: Provider;
  readonly role: Role;
};

/**
 * Loads a vendor's library when it is needed.
 * @param load the dynamic import itself, so that its types are known
 * @throws CandlewrightError `libraryMissing` with the command that installs it
 */
export async function loadLibrary<Library>(names: string, load: () => Promise<Library>): Promise<Library> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new CandlewrightError(vaultErrors.libraryMissing, {
      detail: names,
      fix: `Run \`npm install ${names}\`.`,
      cause,
    });
  }
}

/**
 * The data key as a service returned it, checked and moved into memory that can be erased.
 * @throws CandlewrightError `providerLied` when it is not 32 bytes
 */
export function takeDataKey(bytes: Uint8Array | null | undefined): Buffer {
  if (bytes?.byteLength !== 32) {
    bytes?.fill(0);
    throw new CandlewrightError(vaultErrors.providerLied, { detail: "The data key is not 32 bytes." });
  }
  const key = erasableBuffer(32);
  key.set(bytes);
  bytes.fill(0);
  return key;
}

/**
 * Plain HTTP would show the data key to the network; on loopback there is none.
 * @param option its name in the settings
 * @throws CandlewrightError `badSettings`
 */
export function requireSecureAddress(address: string, option: string): URL {
  const url = URL.parse(address);
  const isLoopback = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url === null || (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback))) {
    throw new CandlewrightError(vaultErrors.badSettings, {
      detail: `${option} "${address}" must begin with https://.`,
    });
  }
  return url;
}

/** @throws CandlewrightError `providerLied` when a service answered for another key than the pinned one */
export function requireKeyId(found: string | null | undefined, pinned: string): void {
  if (found !== pinned) {
    throw new CandlewrightError(vaultErrors.providerLied, {
      detail: `It answered for ${found ?? "no key"}, pinned is ${pinned}.`,
    });
  }
}
