import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { BinanceProtocol } from "./binance/protocol.ts";
import { BinanceStreams } from "./binance/streams.ts";
import type { RateMeter } from "./binance/limits.ts";
import { type Clock, systemClock } from "./clock.ts";
import { CoinbaseProtocol } from "./coinbase/protocol.ts";
import { CoinbaseStreams } from "./coinbase/streams.ts";
import { Exchange } from "./exchange.ts";
import type { HttpReply, HttpRequest, VenueProtocol, Withdrawal } from "./http.ts";
import { type ApiKey, TRADE_ONLY } from "./keys.ts";
import type { MarketOptions } from "./market.ts";
import type { StreamProtocol } from "./streams.ts";
import { WebSocketConnection } from "./web-socket.ts";

const MAX_BODY_BYTES = 64 * 1024;
/** Requests and messages that are kept to be looked at. */
const RECORDED = 10_000;
const DAY_MS = 86_400_000;

export interface SimulatorOptions {
  readonly clock?: Clock;
  readonly markets?: readonly MarketOptions[];
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly binanceMeter?: RateMeter;
}

const DEFAULT_MARKETS: readonly MarketOptions[] = [
  { base: "BTC", quote: "USDT", mid: "50000" },
  { base: "ETH", quote: "USDT", mid: "2500" },
  { base: "BTC", quote: "USD", mid: "50000" },
];

/**
 * An exchange in a box: a real HTTP server on loopback that speaks the protocols of Binance and Coinbase over one matching engine.
 * It knows its own keys only and believes no client: signature, time, address and permission are checked as the venues check them.
 */
export class Simulator {
  readonly exchange: Exchange;
  readonly keys = new Map<string, ApiKey>();
  /** The newest requests as they arrived, refused ones too. */
  readonly requests: HttpRequest[] = [];
  /** The newest messages that came over WebSockets. */
  readonly messages: string[] = [];
  /** Money that was moved out: a client of ours must never cause one. */
  readonly withdrawals: Withdrawal[] = [];
  readonly #server: Server;
  readonly #protocols: readonly VenueProtocol[];
  readonly #streams: readonly StreamProtocol[];
  readonly #connections = new Set<WebSocketConnection>();
  readonly #held: (() => void)[] = [];
  #isHeld: ((request: HttpRequest) => boolean) | undefined;
  #isLost: ((request: HttpRequest) => boolean) | undefined;

  constructor(options: SimulatorOptions = {}) {
    this.exchange = new Exchange(options.clock ?? systemClock, options.markets ?? DEFAULT_MARKETS);
    this.#protocols = [
      new BinanceProtocol(this.exchange, this.keys, this.withdrawals, options.binanceMeter),
      new CoinbaseProtocol(this.exchange, this.keys, this.withdrawals),
    ];
    this.#streams = [new BinanceStreams(this.exchange, this.keys), new CoinbaseStreams(this.exchange, this.keys)];
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where a client finds it: `http://127.0.0.1:41234`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param port 0 for any free one. Listens on loopback only, whatever the machine's addresses are. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  /** Takes requests that match, and answers none of them until `release`: an exchange that is overloaded. */
  hold(matches: (request: HttpRequest) => boolean): void {
    this.#isHeld = matches;
  }

  release(): void {
    this.#isHeld = undefined;
    for (const answer of this.#held.splice(0)) answer();
  }

  /** Acts on requests that match, and breaks the connection off instead of answering; undefined ends that. */
  loseReplies(matches: ((request: HttpRequest) => boolean) | undefined): void {
    this.#isLost = matches;
  }

  /** Breaks every WebSocket off, as a network does. */
  dropStreams(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  async close(): Promise<void> {
    this.dropStreams();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Registers a key; what is not said is a trade-only key with a random id and any address. */
  addKey(key: Pick<ApiKey, "accountId" | "key"> & Partial<ApiKey>): ApiKey {
    const complete: ApiKey = {
      id: randomBytes(32).toString("hex"),
      createdTimeMs: this.exchange.clock.now() - DAY_MS,
      permissions: { ...TRADE_ONLY },
      ...key,
    };
    this.keys.set(complete.id, complete);
    return complete;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const protocol = this.#streams.find(({ path }) => path === request.url?.split("?")[0]);
    if (protocol === undefined) {
      socket.destroy();
      return;
    }
    const connection = new WebSocketConnection(request, socket, head);
    this.#connections.add(connection);
    connection.once("close", () => this.#connections.delete(connection));
    connection.on("message", (text) => remember(this.messages, text));
    protocol.accept(connection, request.socket.remoteAddress ?? "");
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(incoming);
      if (body === undefined) return send(response, { status: 413, headers: {}, body: "" });
      const url = incoming.url ?? "/";
      const mark = url.indexOf("?");
      const request: HttpRequest = {
        method: incoming.method ?? "GET",
        path: mark < 0 ? url : url.slice(0, mark),
        query: mark < 0 ? "" : url.slice(mark + 1),
        body,
        headers: incoming.headers,
        remoteAddress: incoming.socket.remoteAddress ?? "",
      };
      remember(this.requests, request);
      if (this.#isHeld?.(request) === true) await new Promise<void>((resolve) => this.#held.push(resolve));
      for (const protocol of this.#protocols) {
        const reply = protocol.handle(request);
        if (reply === undefined) continue;
        if (this.#isLost?.(request) === true) incoming.socket.destroy();
        else send(response, reply);
        return;
      }
      send(response, { status: 404, headers: { "Content-Type": "text/html" }, body: "<html>404 Not Found</html>" });
    } catch (error) {
      // A fault of the simulator itself must not look like an answer of the venue.
      send(response, { status: 500, headers: { "Content-Type": "text/plain" }, body: `simulator: ${String(error)}` });
    }
  }
}

/** Starts one and waits until it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = new Simulator(options);
  await simulator.listen(options.port ?? 0);
  return simulator;
}

function remember<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > RECORDED) list.shift();
}

/** @returns undefined where the body is larger than any honest one */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, reply: HttpReply): void {
  response.writeHead(reply.status, { ...reply.headers, "Content-Length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}
