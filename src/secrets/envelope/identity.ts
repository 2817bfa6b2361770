/** Who an envelope belongs to. It is bound into the payload, into every wrap and into the request to the key provider. */
import { SealedError } from "./errors.ts";
import { encodePieces } from "./authenticated-bytes.ts";

export const environments = ["live", "testnet", "simulator"] as const;
/** Chooses the host that the signer talks to. */
export type Environment = (typeof environments)[number];

export const purposes = ["trade", "read"] as const;
export type Purpose = (typeof purposes)[number];

export const exchanges = ["binance", "coinbase"] as const;
export type Exchange = (typeof exchanges)[number];

/** What stays the same over every generation of an account's envelope. */
export interface Identity {
  /** The vault's id: 16 random bytes in hex, made by `vault init` and pinned in the configuration. */
  readonly vault: string;
  /** The account's name, which is also the file's: `binance-main`. */
  readonly account: string;
  readonly exchange: Exchange;
  readonly environment: Environment;
  readonly purpose: Purpose;
  /** 16 random bytes in hex, made with the account: an account of the same name that is made again is another one. */
  readonly uid: string;
}

/** What the configuration says an account must be; the uid is known from the audit log. */
export type ExpectedIdentity = Omit<Identity, "uid">;

const accountPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const idPattern = /^[0-9a-f]{32}$/;

/**
 * Checks every part of an identity.
 * @throws SealedError `badIdentity` naming the part
 */
export function checkIdentity(identity: Identity): void {
  const wrong =
    (!idPattern.test(identity.vault) && "vault") ||
    (!accountPattern.test(identity.account) && "account") ||
    (!exchanges.includes(identity.exchange) && "exchange") ||
    (!environments.includes(identity.environment) && "environment") ||
    (!purposes.includes(identity.purpose) && "purpose") ||
    (!idPattern.test(identity.uid) && "uid");
  if (wrong !== false) throw new SealedError("badIdentity", { detail: `The part that is wrong: ${wrong}.` });
}

/** True for a name that an account may have. */
export function isAccountName(name: string): boolean {
  return accountPattern.test(name);
}

/**
 * Refuses an envelope that is not the one that the configuration speaks of.
 * @throws SealedError `wrongIdentity` naming the first part that differs
 */
export function requireIdentity(found: Identity, expected: ExpectedIdentity): void {
  for (const part of ["vault", "account", "exchange", "environment", "purpose"] as const) {
    if (found[part] !== expected[part]) {
      throw new SealedError("wrongIdentity", {
        detail: `Its ${part} is "${found[part]}", the configuration says "${expected[part]}".`,
      });
    }
  }
}

/** The identity as a key provider's encryption context: names and values, all public (a cloud KMS logs them in clear). */
export function wrapContext(identity: Identity): Readonly<Record<string, string>> {
  return {
    "candlewright:format": "candlewright-envelope/v1",
    "candlewright:vault": identity.vault,
    "candlewright:account": identity.account,
    "candlewright:exchange": identity.exchange,
    "candlewright:environment": identity.environment,
    "candlewright:purpose": identity.purpose,
    "candlewright:uid": identity.uid,
  };
}

/** The same context as bytes, for providers that take associated data: the pieces in the order of the format. */
export function wrapContextBytes(identity: Identity): Buffer {
  return encodePieces(
    "candlewright-envelope/v1 wrap",
    identity.vault,
    identity.account,
    identity.exchange,
    identity.environment,
    identity.purpose,
    identity.uid,
  );
}
