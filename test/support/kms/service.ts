/** The frame of a local key service: an HTTP server on loopback that collects the body, and misbehaves on demand. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServiceRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  /** Header names and values as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What may go wrong on the way, whatever the service itself would have said. */
export type Fault = "none" | "unavailable" | "slow" | "truncated" | "dropped" | "redirect";

export class LocalService {
  readonly #server: Server;
  readonly #answer: (request: ServiceRequest) => ServiceAnswer;
  fault: Fault = "none";
  /** Requests seen, for tests that nothing was asked. */
  requests = 0;

  constructor(answer: (request: ServiceRequest) => ServiceAnswer) {
    this.#answer = answer;
    this.#server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    return new Promise((done) => this.#server.listen(0, "127.0.0.1", done));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    this.requests++;
    if (this.fault === "slow") return;
    if (this.fault === "dropped") return void incoming.destroy();
    if (this.fault === "unavailable")
      return void outgoing.writeHead(500, { "content-type": "application/json" }).end("{}");
    if (this.fault === "redirect") return void outgoing.writeHead(307, { location: `${this.address}/elsewhere` }).end();
    const answer = this.#answer({
      method: incoming.method ?? "",
      url: new URL(incoming.url ?? "/", this.address),
      headers: incoming.headers,
      rawHeaders: incoming.rawHeaders,
      body: Buffer.concat(chunks),
    });
    const text = JSON.stringify(answer.body);
    outgoing.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    outgoing.end(this.fault === "truncated" ? text.slice(0, text.length >> 1) : text);
  }
}
