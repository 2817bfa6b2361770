/**
 * Where the signer may connect to. The table is compiled in and chosen by the envelope's authenticated exchange and environment:
 * no message, file or variable names a host. The simulator is loopback and nothing else; only its port comes from outside.
 */
import type { Environment, Exchange } from "../envelope/identity.ts";

export interface PinnedHost {
  /** `https` everywhere but on loopback. */
  readonly protocol: "https" | "http";
  readonly host: string;
  readonly port: number;
}

export interface PinnedHosts {
  /** REST. */
  readonly api: PinnedHost;
  /** The address of the private WebSocket; Coinbase's sandbox has none. */
  readonly stream: string | undefined;
}

const secure = (host: string): PinnedHost => ({ protocol: "https", host, port: 443 });

const TABLE: Readonly<Record<Exchange, Readonly<Record<Exclude<Environment, "simulator">, PinnedHosts>>>> = {
  binance: {
    live: { api: secure("api.binance.com"), stream: "wss://ws-api.binance.com:443/ws-api/v3" },
    testnet: { api: secure("testnet.binance.vision"), stream: "wss://ws-api.testnet.binance.vision/ws-api/v3" },
  },
  coinbase: {
    live: { api: secure("api.coinbase.com"), stream: "wss://advanced-trade-ws-user.coinbase.com" },
    testnet: { api: secure("api-sandbox.coinbase.com"), stream: undefined },
  },
};

const STREAM_PATH: Readonly<Record<Exchange, string>> = { binance: "/ws-api/v3", coinbase: "/coinbase-user" };

/** @param simulatorPort used in the environment `simulator` alone */
export function pinnedHosts(exchange: Exchange, environment: Environment, simulatorPort: number): PinnedHosts {
  if (environment !== "simulator") return TABLE[exchange][environment];
  return {
    api: { protocol: "http", host: "127.0.0.1", port: simulatorPort },
    stream: `ws://127.0.0.1:${simulatorPort}${STREAM_PATH[exchange]}`,
  };
}
