/** An exchange's public market data on loopback: real HTTP, answers from real or generated candles, faults on demand. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { CandleColumns } from "../../src/engine/candles.ts";
import { timeframeMs } from "../../src/engine/timeframe.ts";

/** One of Binance's klines: open time, open, high, low, close, volume, close time, ... */
export type Kline = readonly (string | number)[];

/** What to do with the n-th request (from 0) instead of answering it; nothing is done where it returns false. */
export type Fault = (request: number, response: ServerResponse, url: URL) => boolean;

export interface VenueServer {
  readonly baseUrl: string;
  /** Every request so far. */
  readonly requests: URL[];
  fault: Fault;
  /** Added to each answer. */
  headers: () => Record<string, string>;
}

export type Routes = (url: URL) => unknown;

/** Starts a server that ends with the test. A route's undefined is a 404. */
export async function serveVenue(t: TestContext, routes: Routes): Promise<VenueServer> {
  const venue: { -readonly [Key in keyof VenueServer]: VenueServer[Key] } = {
    baseUrl: "",
    requests: [],
    fault: () => false,
    headers: () => ({}),
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", venue.baseUrl);
    const index = venue.requests.push(url) - 1;
    for (const [name, value] of Object.entries(venue.headers())) response.setHeader(name, value);
    if (venue.fault(index, response, url)) return;
    const answer = routes(url);
    if (answer instanceof Refusal) {
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    } else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  venue.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return venue;
}

/** A 4xx with the venue's own words. */
export class Refusal {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

export function klinesOf(candles: CandleColumns, timeframe: string): Kline[] {
  const { openTime, open, high, low, close, volume } = candles;
  return Array.from({ length: candles.length }, (_, i) => [
    openTime[i],
    String(open[i]),
    String(high[i]),
    String(low[i]),
    String(close[i]),
    String(volume[i]),
    openTime[i] + timeframeMs(timeframe) - 1,
    "0",
    1,
    "0",
    "0",
    "0",
  ]);
}

/** Binance's public REST: /api/v3/time, /klines and /exchangeInfo, for one symbol. */
export function binanceRoutes(options: {
  marketId: string;
  klines: readonly Kline[];
  serverTimeMs: number;
  exchangeInfo?: unknown;
}): Routes {
  const { marketId, klines, serverTimeMs } = options;
  return (url) => {
    if (url.pathname === "/api/v3/time") return { serverTime: serverTimeMs };
    if (url.pathname === "/api/v3/exchangeInfo") return options.exchangeInfo ?? exchangeInfo(marketId, serverTimeMs);
    if (url.searchParams.get("symbol") !== marketId) return new Refusal(400, { code: -1121, msg: "Invalid symbol." });
    const from = Number(url.searchParams.get("startTime"));
    const to = Number(url.searchParams.get("endTime"));
    const limit = Number(url.searchParams.get("limit"));
    return klines.filter(([openTime]) => Number(openTime) >= from && Number(openTime) <= to).slice(0, limit);
  };
}

function exchangeInfo(marketId: string, serverTime: number): unknown {
  const filters = [
    { filterType: "PRICE_FILTER", minPrice: "0.01000000", maxPrice: "1000000.00000000", tickSize: "0.01000000" },
    { filterType: "LOT_SIZE", minQty: "0.00001000", maxQty: "9000.00000000", stepSize: "0.00001000" },
    { filterType: "NOTIONAL", minNotional: "5.00000000", applyMinToMarket: true },
  ];
  const [baseAsset, quoteAsset] = [marketId.slice(0, 3), marketId.slice(3)];
  return { serverTime, symbols: [{ symbol: marketId, status: "TRADING", baseAsset, quoteAsset, filters }] };
}
