/** What the vault asks of master keys: wrap a data key under all of them, and get one back from any of them. */
import type { Identity } from "../envelope/identity.ts";
import { usableWraps, type Role, type Wrap } from "../envelope/wraps.ts";
import { createProvider, type ProviderSurroundings } from "../providers/index.ts";
import type { KeyProvider } from "../providers/provider.ts";
import type { MasterKeySettings } from "../settings.ts";

/** The public part of an envelope, which is all that an unlocking process is given. */
export interface LockedAccount {
  readonly identity: Identity;
  readonly wraps: readonly Wrap[];
}

export interface KeyService {
  /** @param dataKey stays the caller's */
  wrap(dataKey: Buffer, identity: Identity): Promise<readonly Wrap[]>;
  /**
   * @param role `recovery` in `vault recover` alone
   * @returns the data key, which the caller erases
   */
  unwrap(locked: LockedAccount, role: Role): Promise<Buffer>;
}

/** Asks the providers themselves, in this process. */
export class ProviderKeyService implements KeyService {
  readonly #masterKeys: readonly MasterKeySettings[];
  readonly #surroundings: ProviderSurroundings;
  readonly #providers = new Map<MasterKeySettings, Promise<KeyProvider>>();

  constructor(masterKeys: readonly MasterKeySettings[], surroundings: ProviderSurroundings) {
    this.#masterKeys = masterKeys;
    this.#surroundings = surroundings;
  }

  async wrap(dataKey: Buffer, identity: Identity): Promise<readonly Wrap[]> {
    const wraps: Wrap[] = [];
    for (const settings of this.#masterKeys) wraps.push(await (await this.#provider(settings)).wrap(dataKey, identity));
    return wraps;
  }

  /** Tries the usable wraps in turn; what the last of them said is thrown when none opens. */
  async unwrap({ identity, wraps }: LockedAccount, role: Role): Promise<Buffer> {
    let failure: unknown;
    for (const wrap of usableWraps(wraps, this.#masterKeys, role)) {
      const settings = this.#masterKeys.find((key) => key.provider === wrap.provider && key.keyId === wrap.keyId);
      if (settings === undefined) continue;
      try {
        return await (await this.#provider(settings)).unwrap(wrap, identity);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  #provider(settings: MasterKeySettings): Promise<KeyProvider> {
    const known = this.#providers.get(settings) ?? createProvider(settings, this.#surroundings);
    this.#providers.set(settings, known);
    return known;
  }
}
