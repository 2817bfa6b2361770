/** The socket that clients talk to. Nothing a client sends can do more than get its own connection closed. */
import { createServer, type Server, type Socket } from "node:net";
import { SignerError } from "./errors.ts";
import { encodeFrame, FrameReader } from "./frames.ts";
import { refusalMessage, type SignerMessage } from "./messages.ts";
import { type ExchangeRequest, isTrading, MAX_REQUEST_BYTES, readRequest, type RequestMessage } from "./requests.ts";
import type { ExchangeAnswer } from "./transport.ts";
import { UserStream } from "./user-stream.ts";

const MAX_CONNECTIONS = 8;
const MAX_OPEN_REQUESTS = 64;
/** Orders and cancels still get in where queries no longer do. */
const MAX_OPEN_WITH_TRADING = 128;
/** A client that does not read is cut off before its answers fill the memory. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;
/** How long a connection may take to finish what is open when it is told to end, or to read why it was closed. */
const DRAIN_MS = 3_000;

/** What the server needs of the signer. */
export interface RequestHandler {
  handle(request: ExchangeRequest): Promise<ExchangeAnswer>;
  subscribeMessages(): readonly string[];
}

export interface ServerOptions {
  readonly handler: RequestHandler;
  /** Absent where the exchange has no stream in this environment. */
  readonly streamUrl: string | undefined;
}

export class SignerServer {
  readonly #options: ServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.accept(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** @param path of the unix socket, which only this user can open: mode 0600 from its first moment on */
  async listen(path: string): Promise<void> {
    const before = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once("error", reject);
        this.#server.listen(path, resolve);
      });
    } finally {
      process.umask(before);
    }
  }

  /** Serves one connection that is there already: an inherited pipe. */
  accept(socket: Socket): void {
    const connection = new Connection(socket, this.#options);
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
  }

  /** Takes nothing new, lets open requests finish for a while, then closes every connection. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections) connection.end();
    await closed;
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #options: ServerOptions;
  readonly #frames = new FrameReader(MAX_REQUEST_BYTES);
  #openRequests = 0;
  #isEnding = false;
  #stream: UserStream | undefined;

  constructor(socket: Socket, options: ServerOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    // The peer went away; its answers have nowhere to go.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#stream?.close());
  }

  end(): void {
    this.#isEnding = true;
    this.#stream?.close();
    this.#closeSoon();
    if (this.#openRequests === 0) this.#socket.end();
  }

  /** A peer that does not close its side must not keep this process. */
  #closeSoon(): void {
    setTimeout(() => this.#socket.destroy(), DRAIN_MS).unref();
  }

  #receive(chunk: Buffer): void {
    let frames: Buffer[];
    try {
      frames = this.#frames.push(chunk);
    } catch (error) {
      return this.#endWith(error);
    }
    for (const frame of frames) {
      if (this.#socket.destroyed || this.#socket.writableEnded) return;
      let message: RequestMessage;
      try {
        message = readRequest(frame);
      } catch (error) {
        // Whoever sends one malformed message is not the bot: nothing more is read from it.
        return this.#endWith(error);
      }
      void this.#serve(message);
    }
  }

  async #serve({ id, request }: RequestMessage): Promise<void> {
    const limit = isTrading(request) ? MAX_OPEN_WITH_TRADING : MAX_OPEN_REQUESTS;
    if (this.#isEnding || this.#openRequests >= limit) {
      return this.#send(
        refusalMessage(id, new SignerError("busy", this.#isEnding ? "It is being stopped." : undefined)),
      );
    }
    this.#openRequests += 1;
    try {
      if (request.kind === "openUserStream") this.#openStream(id);
      else this.#send({ id, ok: true, ...(await this.#options.handler.handle(request)) });
    } catch (error) {
      this.#send(refusalMessage(id, error));
    } finally {
      this.#openRequests -= 1;
      if (this.#isEnding && this.#openRequests === 0) this.#socket.end();
    }
  }

  #openStream(id: number): void {
    const { streamUrl, handler } = this.#options;
    if (streamUrl === undefined)
      throw new SignerError("badRequest", "The exchange has no event stream in this environment.");
    if (this.#stream !== undefined) throw new SignerError("busy", "This connection has its event stream already.");
    this.#stream = new UserStream({
      url: streamUrl,
      subscribeMessages: () => handler.subscribeMessages(),
      onEvent: (data) => this.#send({ stream: "event", data }),
      onState: (state, reason) => {
        if (state === "closed") this.#stream = undefined;
        this.#send({ stream: state, reason });
      },
    });
    this.#send({ id, ok: true, status: 200, headers: {}, body: "{}" });
  }

  #endWith(error: unknown): void {
    this.#send(refusalMessage(-1, error));
    this.#socket.end();
    this.#closeSoon();
    this.#socket.removeAllListeners("data");
    // Keeps on draining, so that the peer can read why before it is cut off.
    this.#socket.resume();
  }

  #send(message: SignerMessage): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(encodeFrame(message));
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) this.#socket.destroy();
  }
}
