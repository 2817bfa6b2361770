/**
 * The account's private event stream. The signer owns this connection: a subscription's signature covers neither method nor purpose,
 * and with an Ed25519 key at Binance the same signature would log a whole session in (`session.logon`), which could then trade past
 * every limit. So no signature is ever handed out; only what the exchange sends is passed on.
 */
import type { StreamState } from "./messages.ts";

export interface UserStreamOptions {
  readonly url: string;
  /** Made when the connection stands, because its time is in it. */
  readonly subscribeMessages: () => readonly string[];
  readonly onEvent: (data: string) => void;
  readonly onState: (state: StreamState, reason: string) => void;
}

/** One connection, not reopened: after each gap the bot must reconcile, so each opening is its own request. */
export class UserStream {
  readonly #socket: WebSocket;
  #closed = false;

  constructor(options: UserStreamOptions) {
    this.#socket = new WebSocket(options.url);
    this.#socket.addEventListener("open", () => {
      for (const message of options.subscribeMessages()) this.#socket.send(message);
      options.onState("open", "");
    });
    this.#socket.addEventListener("message", ({ data }: { readonly data: unknown }) => {
      // Both exchanges speak text; anything else is no event of theirs.
      if (typeof data === "string") options.onEvent(data);
      else this.close();
    });
    this.#socket.addEventListener("close", ({ code }) => {
      if (this.#closed) return;
      this.#closed = true;
      options.onState("closed", `code ${code}`);
    });
    // A failed connection closes as well, and that is what is reported.
    this.#socket.addEventListener("error", () => undefined);
  }

  close(): void {
    this.#socket.close();
  }
}
