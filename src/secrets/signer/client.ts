/** The bot's side of the signer's socket: typed requests out, the exchange's answers and the account's events back. */
import { EventEmitter } from "node:events";
import { connect, type Socket } from "node:net";
import { SignerError } from "./errors.ts";
import { encodeFrame, FrameReader } from "./frames.ts";
import type { RefusalMessage, SignerMessage, StreamState } from "./messages.ts";
import type { SignerRequest } from "./requests.ts";
import type { ExchangeAnswer } from "./transport.ts";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** The signer did not do it. Where `mayHaveBeenSent` is true, the outcome at the exchange is unknown. */
export class SignerRefusal extends Error {
  readonly code: string;
  readonly why: string;
  readonly fix: string;
  readonly mayHaveBeenSent: boolean;

  constructor(refusal: Omit<RefusalMessage, "id" | "ok">) {
    super(refusal.message);
    this.name = "SignerRefusal";
    this.code = refusal.code;
    this.why = refusal.why;
    this.fix = refusal.fix;
    this.mayHaveBeenSent = refusal.mayHaveBeenSent;
  }
}

interface Waiting {
  readonly resolve: (answer: ExchangeAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface ClientEvents {
  /** An event of the account, as the exchange sent it. */
  event: [data: string];
  stream: [state: StreamState, reason: string];
  /** The connection to the signer is gone; every open request was rejected with an unknown outcome. */
  close: [];
}

export class SignerClient extends EventEmitter<ClientEvents> {
  readonly #socket: Socket;
  readonly #frames = new FrameReader(MAX_ANSWER_BYTES);
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** @param socket connected, or connecting */
  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#lose());
  }

  /** @param path the signer's unix socket. @throws where nobody listens there */
  static async connect(path: string): Promise<SignerClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    return new SignerClient(socket);
  }

  /** @throws SignerRefusal */
  request(request: SignerRequest): Promise<ExchangeAnswer> {
    if (this.#socket.destroyed) return Promise.reject(connectionLost(false));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(encodeFrame({ id, request: request.kind, ...parametersOf(request) }));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#frames.push(chunk)) this.#take(JSON.parse(frame.toString("utf8")) as SignerMessage);
    } catch {
      // Not our signer's words: nothing more of this connection is believed, and what was asked has an unknown outcome.
      this.#socket.destroy();
    }
  }

  #take(message: SignerMessage): void {
    if ("stream" in message) {
      if (message.stream === "event") this.emit("event", message.data);
      else this.emit("stream", message.stream, message.reason);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve({ status: message.status, headers: message.headers, body: message.body });
    else waiting?.reject(new SignerRefusal(message));
  }

  #lose(): void {
    for (const { reject } of this.#waiting.values()) reject(connectionLost(true));
    this.#waiting.clear();
    this.emit("close");
  }
}

function connectionLost(mayHaveBeenSent: boolean): SignerRefusal {
  const { code, message, why, fix } = new SignerError("connectionLost");
  return new SignerRefusal({ code, message, why, fix, mayHaveBeenSent });
}

/** A message is flat: the parameters stand beside id and request. */
function parametersOf(request: SignerRequest): object {
  switch (request.kind) {
    case "placeOrder":
      return request.order;
    case "cancelOrder":
    case "queryOrder":
      return request.reference;
    case "trades":
      return request.query;
    case "openOrders":
      return request.symbol === undefined ? {} : { symbol: request.symbol };
    case "balances":
    case "keyPermissions":
    case "openUserStream":
      break;
  }
  return {};
}
