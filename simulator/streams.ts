import type { WebSocketConnection } from "./web-socket.ts";

/** One venue's private WebSocket. */
export interface StreamProtocol {
  readonly path: string;
  accept(connection: WebSocketConnection, remoteAddress: string): void;
}
