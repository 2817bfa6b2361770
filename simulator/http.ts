import type { ApiKey } from "./keys.ts";

/** One request as it arrived: nothing decoded, so that a signature can be checked over the very bytes. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly remoteAddress: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One venue's protocol over the shared exchange. */
export interface VenueProtocol {
  /** @returns undefined where the venue has no such route */
  handle(request: HttpRequest): HttpReply | undefined;
}

export function jsonReply(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpReply {
  return {
    status,
    headers: { "Content-Type": "application/json;charset=UTF-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Money leaving the account, which no client of ours may ever ask for. */
export interface Withdrawal {
  readonly route: string;
  readonly keyId: ApiKey["id"];
  readonly parameters: string;
}
