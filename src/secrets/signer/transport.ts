/**
 * Sends one request to a pinned host and brings the answer back. No redirect is followed, nothing is sent twice, and an error says
 * whether anything can have left: that decides whether an order's outcome is known.
 */
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { SignerError } from "./errors.ts";
import type { PinnedHost } from "./hosts.ts";
import type { WireRequest } from "./venue.ts";

export interface ExchangeAnswer {
  readonly status: number;
  /** Those of `PASSED_HEADERS` that came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TransportOptions {
  /** From the first byte sent to the last byte received. */
  readonly deadlineMs?: number;
  readonly maxAnswerBytes?: number;
  /** Certificate authorities instead of the built-in ones; tests of the refusal need a control. */
  readonly certificateAuthorities?: string;
}

const DEFAULT_DEADLINE_MS = 10_000;
const DEFAULT_MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** Below what exchanges keep idle connections open for, so that an order rarely meets a connection that is just being closed. */
const IDLE_CONNECTION_MS = 4_000;
/** What the bot's rate budget needs, and nothing else. */
const PASSED_HEADERS =
  /^(?:x-mbx-(?:used-weight|order-count)[a-z0-9-]*|x-ratelimit-[a-z]+|retry-after|date|content-type)$/;

export class Transport {
  readonly #host: PinnedHost;
  readonly #agent: HttpAgent;
  readonly #options: TransportOptions;

  constructor(host: PinnedHost, options: TransportOptions = {}) {
    this.#host = host;
    this.#options = options;
    const pool = { keepAlive: true, timeout: IDLE_CONNECTION_MS, maxSockets: 16 };
    this.#agent =
      host.protocol === "http"
        ? new HttpAgent(pool)
        : new HttpsAgent({
            ...pool,
            rejectUnauthorized: true,
            minVersion: "TLSv1.2",
            ...(options.certificateAuthorities === undefined ? {} : { ca: options.certificateAuthorities }),
          });
  }

  close(): void {
    this.#agent.destroy();
  }

  /**
   * @throws SignerError `notSent` where no connection stood, `outcomeUnknown` where the request may have arrived
   */
  async send(wire: WireRequest): Promise<ExchangeAnswer> {
    const { protocol, host, port } = this.#host;
    const options: RequestOptions = {
      agent: this.#agent,
      host,
      port,
      method: wire.method,
      path: wire.path,
      headers: { ...wire.headers, "Content-Length": Buffer.byteLength(wire.body), Accept: "application/json" },
    };
    const outgoing = protocol === "http" ? httpRequest(options) : httpsRequest(options);
    const progress = watchConnection(outgoing, protocol === "https");
    const deadline = setTimeout(
      () => outgoing.destroy(new Error("the time ran out")),
      this.#options.deadlineMs ?? DEFAULT_DEADLINE_MS,
    );
    try {
      const incoming = await answerTo(outgoing, wire.body);
      const body = await readBody(incoming, this.#options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES);
      return { status: incoming.statusCode ?? 0, headers: passedHeaders(incoming), body };
    } catch (error) {
      outgoing.destroy();
      const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      throw new SignerError(progress.connected ? "outcomeUnknown" : "notSent", `(${reason})`);
    } finally {
      clearTimeout(deadline);
    }
  }
}

/** Bytes of a request can only have left once its connection stood, which for TLS means: once the certificate was accepted. */
function watchConnection(outgoing: ClientRequest, isSecure: boolean): { readonly connected: boolean } {
  const progress = { connected: false };
  outgoing.once("socket", (socket: Socket & { readonly secureConnecting?: boolean }) => {
    const stands = !socket.connecting && socket.secureConnecting !== true;
    if (stands) progress.connected = true;
    else socket.once(isSecure ? "secureConnect" : "connect", () => (progress.connected = true));
  });
  return progress;
}

function answerTo(outgoing: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error("the answer is too large");
    chunks.push(chunk);
  }
  if (!incoming.complete) throw new Error("the answer was cut off");
  return Buffer.concat(chunks).toString("utf8");
}

function passedHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (PASSED_HEADERS.test(name) && typeof value === "string") headers[name] = value;
  }
  return headers;
}
