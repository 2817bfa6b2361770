import type { KeyObject } from "node:crypto";

/** What an API key may do at the venue. The flags are Binance's; Coinbase's three are derived from them. */
export interface KeyPermissions {
  reading: boolean;
  spotTrading: boolean;
  withdrawals: boolean;
  internalTransfer: boolean;
  universalTransfer: boolean;
  margin: boolean;
  futures: boolean;
  options: boolean;
  portfolioMargin: boolean;
}

/** An API key as the venue knows it: an HMAC secret, or the public half of an Ed25519 or P-256 key. */
export interface ApiKey {
  readonly id: string;
  readonly accountId: string;
  /** `secret` keys sign with HMAC-SHA256, `public` ones with their own algorithm. */
  readonly key: KeyObject;
  readonly permissions: KeyPermissions;
  /** Remote addresses that may use the key; absent means any. */
  readonly allowedAddresses?: readonly string[];
  /** Further fields of the permission answer, as a venue may add one day: a client must fail closed on those it does not know. */
  readonly furtherFlags?: Readonly<Record<string, unknown>>;
  readonly createdTimeMs: number;
}

export const TRADE_ONLY: KeyPermissions = {
  reading: true,
  spotTrading: true,
  withdrawals: false,
  internalTransfer: false,
  universalTransfer: false,
  margin: false,
  futures: false,
  options: false,
  portfolioMargin: false,
};

/** May this key be used from this address? Loopback arrives as IPv4 or as IPv4 mapped into IPv6. */
export function addressAllowed(key: ApiKey, remoteAddress: string): boolean {
  return key.allowedAddresses === undefined || key.allowedAddresses.includes(remoteAddress.replace(/^::ffff:/, ""));
}
