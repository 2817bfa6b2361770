/** What the signer says to its clients. */
import { SealedError } from "../envelope/errors.ts";
import { SignerError } from "./errors.ts";
import type { ExchangeAnswer } from "./transport.ts";

/** The exchange answered; good or bad, that is for the bot to read. */
export interface AnswerMessage extends ExchangeAnswer {
  readonly id: number;
  readonly ok: true;
}

/** The signer refused, or the exchange could not be asked. */
export interface RefusalMessage {
  /** -1 where the request could not be read far enough to know its id. */
  readonly id: number;
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** True where the request may have reached the exchange: its outcome is unknown. */
  readonly mayHaveBeenSent: boolean;
}

export type StreamState = "open" | "closed";

/** An event of the account, as the exchange sent it; or that the stream opened or closed. */
export type StreamMessage =
  | { readonly stream: "event"; readonly data: string }
  | { readonly stream: StreamState; readonly reason: string };

export type SignerMessage = AnswerMessage | RefusalMessage | StreamMessage;

/**
 * Puts any error into a form that can leave this process: only texts of our own lists do, for another error's text may quote what it
 * was working on. Of such an error its code is kept.
 */
export function knownError(error: unknown): SignerError | SealedError {
  if (error instanceof SignerError || error instanceof SealedError) return error;
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return new SignerError("internal", typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined);
}

export function refusalMessage(id: number, error: unknown): RefusalMessage {
  const known = knownError(error);
  return {
    id,
    ok: false,
    code: known.code,
    message: known.message,
    why: known.why,
    fix: known.fix,
    mayHaveBeenSent: known instanceof SignerError && known.entry === "outcomeUnknown",
  };
}
