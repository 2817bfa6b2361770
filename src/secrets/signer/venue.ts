import type { KeyObject } from "node:crypto";
import type { CredentialKind } from "../envelope/format.ts";
import type { PinnedHost } from "./hosts.ts";
import type { SignerErrorName } from "./errors.ts";
import type { ExchangeRequest } from "./requests.ts";

/** What signs: the API key's public id and the key itself, which never leaves its `KeyObject`. */
export interface Credential {
  readonly kind: CredentialKind;
  readonly apiKey: string;
  readonly key: KeyObject;
}

/** A request as it goes over the wire. Built here from typed parameters, never from bytes that came from elsewhere. */
export interface WireRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the exchange said about the key: fit for trading, or the reason why not. */
export interface KeyVerdict {
  /** Absent where the key may be used. */
  readonly refusal?: { readonly error: SignerErrorName; readonly detail: string };
  /** The rights as the exchange named them, for the audit log. */
  readonly rights: string;
  /** Whether the key is bound to IP addresses; undefined where the exchange does not say. */
  readonly addressBound?: boolean;
}

/** How one exchange is spoken to. Two are built in; nothing loads another. */
export interface Venue {
  /**
   * Builds and signs a request.
   * @param nowMs the exchange's time, milliseconds UTC
   */
  sign(request: ExchangeRequest, credential: Credential, host: PinnedHost, nowMs: number): WireRequest;
  /** Unsigned: the best bid and ask of a symbol. */
  priceRequest(symbol: string): WireRequest;
  /** @returns bid and ask as decimals, or undefined where the answer is not what it should be */
  readPrice(body: string): { readonly bid: string; readonly ask: string } | undefined;
  /** Unsigned: the exchange's clock. */
  timeRequest(): WireRequest;
  /** @returns milliseconds UTC */
  readTime(body: string): number | undefined;
  judgeKey(body: string, purpose: "trade" | "read"): KeyVerdict;
  /** @returns true where the exchange's answer to an order proves that no order came of it */
  provesNotPlaced(status: number, body: string): boolean;
  /** @returns the bot's id of an order that this answer proves to have ended without any fill */
  endedUnfilled(status: number, body: string): string | undefined;
  /** The messages that subscribe to the account's own events. The signer sends them on a connection that the signer owns. */
  subscribeMessages(credential: Credential, nowMs: number): readonly string[];
}
