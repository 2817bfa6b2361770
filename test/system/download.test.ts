/** Downloads against a real HTTP server on loopback: faults, limits, interruption and resumption. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { type DownloadOptions, downloadSeries } from "../../src/data/download/download.ts";
import { openSource } from "../../src/data/download/sources.ts";
import { hashCandles } from "../../src/data/hash.ts";
import { importFile } from "../../src/data/import.ts";
import { openStore } from "../../src/data/store/store.ts";
import { generateCandles } from "../../src/data/synthetic/generate.ts";
import { sliceCandles } from "../../src/engine/candles.ts";
import { CandlewrightError } from "../../src/engine/errors.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/engine/timeframe.ts";
import { temporaryFolder } from "../support/candles.ts";
import { readSharedJson, sharedPath, withoutSharedData } from "../support/shared-data.ts";
import { binanceRoutes, type Kline, klinesOf, Refusal, serveVenue, type VenueServer } from "../support/venue-server.ts";

const SERIES = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1m" } as const;
const START = Date.parse("2024-01-30T00:00:00Z");
const COUNT = 5500;
const candles = generateCandles({ seed: 5, timeframe: "1m", from: START, count: COUNT });
/** In the middle of the last candle: it has not closed. */
const NOW = START + (COUNT - 0.5) * MINUTE_MS;
const closed = sliceCandles(candles, 0, COUNT - 1);
const failsWith = (code: string, text?: RegExp) => (error: unknown) =>
  error instanceof CandlewrightError && error.code === code && (text === undefined || text.test(error.message));

/** Waits take no time, but are counted. */
function hurriedClock() {
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => Date.now() + slept.reduce((sum, ms) => sum + ms, 0),
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      slept.push(ms);
    },
  };
}

async function setUp(t: TestContext) {
  const venue = await serveVenue(
    t,
    binanceRoutes({ marketId: "BTCUSDT", klines: klinesOf(candles, "1m"), serverTimeMs: NOW }),
  );
  const store = openStore(temporaryFolder(t));
  const controller = new AbortController();
  const clock = hurriedClock();
  const source = await openSource("binance", { baseUrl: venue.baseUrl, signal: controller.signal, clock });
  const download = (options: Partial<DownloadOptions> = {}) =>
    downloadSeries(source, store, SERIES, { from: START, signal: controller.signal, ...options });
  return { venue, store, controller, clock, source, download };
}

const klineRequests = (venue: VenueServer) => venue.requests.filter((url) => url.pathname.endsWith("/klines"));
const serverError =
  (status: number, body = "oops", headers: Record<string, string> = {}) =>
  (response: { writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown } }) => {
    response.writeHead(status, headers).end(body);
    return true;
  };

test("everything that has closed comes, once; the candle in progress does not", async (t) => {
  const { venue, store, download } = await setUp(t);
  const progress: number[] = [];
  const result = await download({ onProgress: ({ done, total }) => progress.push(done / total) });
  assert.deepEqual([result.added, result.pages], [COUNT - 1, 6]);
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
  assert.deepEqual([progress[0], progress[6]], [0, 1]);
  const again = await download();
  assert.deepEqual([again.added, again.pages], [0, 0]);
  assert.equal(klineRequests(venue).length, 6, "what is there is not asked for again");
});

test("5xx, cut-off bodies, empty bodies, HTML and dropped connections are tried again", async (t) => {
  const { venue, store, clock, download } = await setUp(t);
  venue.fault = (n, response) => {
    if (n % 2 === 0 || n > 14) return false;
    if (n === 1) return serverError(503)(response);
    if (n === 3) return serverError(500, "<html>")(response);
    if (n === 5) return serverError(200, '[[1706572800000,"1')(response);
    if (n === 7) return serverError(200, "")(response);
    if (n === 9) return serverError(200, "<html>maintenance</html>")(response);
    if (n === 11) {
      response.writeHead(200, { "content-length": "5000" }).write("[[");
      setTimeout(() => response.destroy(), 5);
      return true;
    }
    response.destroy();
    return true;
  };
  await download();
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
  assert.ok(clock.slept.filter((ms) => ms === 1000).length >= 6, `waits: ${clock.slept.join(", ")}`);
});

test("429 and 418 are waited out as long as the venue says; a long ban is told", async (t) => {
  const { venue, store, clock, download } = await setUp(t);
  venue.fault = (n, response) => {
    if (n === 2) return serverError(429, '{"code":-1003}', { "retry-after": "17" })(response);
    if (n === 4) return serverError(418, '{"code":-1003}', { "retry-after": "120" })(response);
    return false;
  };
  await download();
  assert.deepEqual(clock.slept, [17_000, 120_000]);
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
  venue.fault = (_, response) => serverError(418, "{}", { "retry-after": "7200" })(response);
  await assert.rejects(download({ from: START - HOUR_MS }), failsWith("DOWNLOAD_BANNED", /until 20/));
});

test("a fifth of the venue's weight used up means waiting for its next minute", async (t) => {
  const { venue, clock, download } = await setUp(t);
  const date = "Tue, 30 Jan 2024 12:00:42 GMT";
  venue.headers = () => ({ "x-mbx-used-weight-1m": venue.requests.length === 3 ? "1200" : "1199", date });
  await download();
  assert.equal(clock.slept.length, 1);
  assert.ok(clock.slept[0] > 18_000 && clock.slept[0] <= 19_000, `${clock.slept[0]} ms from :42 to past the minute`);
});

test("a server that stays down ends in a clear error; what came before is stored, and the next run goes on", async (t) => {
  const { venue, store, download } = await setUp(t);
  venue.fault = (n, response) => (n >= 4 ? serverError(502)(response) : false);
  await assert.rejects(download(), failsWith("DOWNLOAD_UNREACHABLE", /it answered 502/));
  assert.equal(store.read(SERIES).length, 3000);
  venue.fault = () => false;
  const before = klineRequests(venue).length;
  const result = await download();
  assert.deepEqual([result.added, result.pages], [COUNT - 1 - 3000, 3]);
  assert.equal(Number(klineRequests(venue)[before].searchParams.get("startTime")), START + 3000 * MINUTE_MS);
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
});

test("an interrupted download keeps what came, and goes on", async (t) => {
  const { store, controller, venue, download } = await setUp(t);
  await assert.rejects(
    download({ onProgress: ({ done }) => (done >= 2000 ? controller.abort(new Error("stop")) : undefined) }),
    /stop/,
  );
  assert.equal(store.read(SERIES).length, 2000);
  const source = await openSource("binance", { baseUrl: venue.baseUrl, signal: AbortSignal.timeout(20_000) });
  await downloadSeries(source, store, SERIES, { from: START, signal: AbortSignal.timeout(20_000) });
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
});

test("on an exchange with a grid of its own the candle in progress is left out too", async (t) => {
  const shifted = generateCandles({ seed: 8, timeframe: "1h", from: START, count: 50 });
  for (let i = 0; i < shifted.length; i++) shifted.openTime[i] += 40 * MINUTE_MS;
  const serverTimeMs = shifted.openTime[49] + 30 * MINUTE_MS; // past the full hour, inside the last candle
  const routes = binanceRoutes({ marketId: "BTCUSDT", klines: klinesOf(shifted, "1h"), serverTimeMs });
  const venue = await serveVenue(t, routes);
  const store = openStore(temporaryFolder(t));
  const signal = AbortSignal.timeout(20_000);
  const source = await openSource("binance", { baseUrl: venue.baseUrl, signal });
  const hourly = { ...SERIES, timeframe: "1h" };
  await downloadSeries(source, store, hourly, { from: START, signal });
  assert.equal(hashCandles(store.read(hourly)), hashCandles(sliceCandles(shifted, 0, 49)));
});

test("gaps of the market are asked for once; holes between stored parts are filled", async (t) => {
  const venue = await serveVenue(
    t,
    binanceRoutes({
      marketId: "BTCUSDT",
      klines: klinesOf(candles, "1m").filter((_, i) => i < 1500 || i >= 1600),
      serverTimeMs: NOW,
    }),
  );
  const store = openStore(temporaryFolder(t));
  const signal = AbortSignal.timeout(20_000);
  const source = await openSource("binance", { baseUrl: venue.baseUrl, signal, clock: hurriedClock() });
  store.write(SERIES, sliceCandles(candles, 200, 400));
  store.write(SERIES, sliceCandles(candles, 900, 1000));
  await downloadSeries(source, store, SERIES, { from: START, signal });
  assert.equal(store.read(SERIES).length, COUNT - 1 - 100);
  assert.deepEqual(
    klineRequests(venue)
      .slice(0, 2)
      .map((url) => (Number(url.searchParams.get("startTime")) - START) / MINUTE_MS),
    [0, 400],
  );
  const asked = venue.requests.length;
  assert.equal((await downloadSeries(source, store, SERIES, { from: START, signal })).pages, 0);
  assert.equal(venue.requests.length, asked + 1, "only the time is asked");
});

test("a month whose file was deleted is fetched again", async (t) => {
  const { store, download } = await setUp(t);
  await download();
  rmSync(join(store.root, "binance", "BTC-USDT", "1m", "2024-01.npy"));
  const result = await download();
  assert.deepEqual([result.added, result.pages], [2 * 24 * 60, 3]);
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(closed));
});

test("an unknown symbol, an unknown timeframe, a closed country and nonsense are told", async (t) => {
  const { venue, store, source, download } = await setUp(t);
  const signal = AbortSignal.timeout(20_000);
  const other = (name: object) => downloadSeries(source, store, { ...SERIES, ...name }, { from: START, signal });
  await assert.rejects(other({ symbol: "XYZ/USDT" }), failsWith("DOWNLOAD_UNKNOWN_MARKET", /Invalid symbol/));
  await assert.rejects(other({ timeframe: "7m" }), failsWith("DOWNLOAD_TIMEFRAME_NOT_OFFERED", /7m.*15m/));
  venue.fault = (_, response) => serverError(451, "{}")(response);
  await assert.rejects(download(), failsWith("DOWNLOAD_RESTRICTED_LOCATION"));
  venue.fault = (_, response, url) => {
    const row = [START, "1", "2", "abc", "1", "5"];
    return url.pathname.endsWith("/klines") ? serverError(200, JSON.stringify([row]))(response) : false;
  };
  await assert.rejects(download(), failsWith("DOWNLOAD_BAD_ANSWER", /abc/));
  assert.deepEqual(store.list(), []);
});

test("market rules come from exchangeInfo", async (t) => {
  const { source } = await setUp(t);
  const [market] = await source.fetchMarkets(["BTC/USDT"]);
  assert.deepEqual(
    [
      market.symbol,
      market.tickSize,
      market.lotSize,
      market.minQuantity,
      market.minNotional,
      market.asOf,
      market.source,
    ],
    ["BTC/USDT", 0.01, 0.00001, 0.00001, 5, "2024-02-02", "downloaded"],
  );
});

test("Binance's recorded klines and exchangeInfo give what the imported file gives", {
  skip: withoutSharedData,
}, async (t) => {
  const file = sharedPath("candles", "binance-spot", "BTCUSDT-1h.csv.gz");
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n").slice(1, 6001);
  const klines: Kline[] = lines.map((line) => [Number(line.slice(0, 13)), ...line.slice(14).split(",")]);
  const recorded = gunzipSync(readFileSync(sharedPath("messages", "cryptofeed", "BINANCE.0.gz"))).toString();
  const info = JSON.parse(recorded.slice(recorded.indexOf("{"), recorded.indexOf("\n", recorded.indexOf("{"))));
  const exchangeInfo = { ...info, symbols: info.symbols.filter((one: { symbol: string }) => one.symbol === "BTCUSDT") };
  const serverTimeMs = Number(klines[5999][0]) + HOUR_MS;
  const venue = await serveVenue(t, binanceRoutes({ marketId: "BTCUSDT", klines, serverTimeMs, exchangeInfo }));
  const signal = AbortSignal.timeout(30_000);
  const source = await openSource("binance", { baseUrl: venue.baseUrl, signal });
  const hourly = { ...SERIES, timeframe: "1h" };
  const [downloaded, imported] = [openStore(temporaryFolder(t)), openStore(temporaryFolder(t))];
  await downloadSeries(source, downloaded, hourly, { from: Number(klines[0][0]), signal });
  await importFile(imported, file, { nowMs: serverTimeMs });
  assert.equal(hashCandles(downloaded.read(hourly)), hashCandles(imported.read({ ...hourly, to: serverTimeMs })));
  const [market] = await source.fetchMarkets(["BTC/USDT"]);
  assert.deepEqual([market.tickSize, market.lotSize, market.minNotional], [0.01, 0.00001, 10]);
});

test("Coinbase: pages of 349, newest first, from the listing on; rules from the product", async (t) => {
  const listed = START + 40 * HOUR_MS;
  const hourly = generateCandles({ seed: 6, timeframe: "1h", from: listed, count: 900 });
  const now = listed + 900 * HOUR_MS;
  const venue = await serveVenue(t, (url) => {
    if (url.pathname.endsWith("/time")) return { iso: "", epochSeconds: String(now / 1000), epochMillis: String(now) };
    if (url.pathname.endsWith("/products/BTC-USD")) {
      return {
        product_id: "BTC-USD",
        price_increment: "0.01",
        base_increment: "0.00000001",
        base_min_size: "0.00000001",
        quote_min_size: "1",
      };
    }
    if (!url.pathname.endsWith("/products/BTC-USD/candles"))
      return new Refusal(404, { error: "NOT_FOUND", message: "product not found" });
    const [from, to] = ["start", "end"].map((name) => Number(url.searchParams.get(name)) * 1000);
    const lengthMs = url.searchParams.get("granularity") === "ONE_DAY" ? 24 * HOUR_MS : HOUR_MS;
    if ((to - from) / lengthMs > 350)
      return new Refusal(400, { error: "INVALID_ARGUMENT", message: "too many candles" });
    const rows = [];
    for (let i = 0; i < hourly.length; i++) {
      const start = Math.floor(hourly.openTime[i] / lengthMs) * lengthMs;
      if (start < from || start > to || (lengthMs > HOUR_MS && i > 0 && hourly.openTime[i] % lengthMs !== 0)) continue;
      const [open, high, low, close, volume] = [hourly.open, hourly.high, hourly.low, hourly.close, hourly.volume].map(
        (c) => String(c[i]),
      );
      rows.push({ start: String(start / 1000), low, high, open, close, volume });
    }
    return { candles: rows.reverse() };
  });
  const signal = AbortSignal.timeout(20_000);
  const source = await openSource("coinbase", { baseUrl: venue.baseUrl, signal, clock: hurriedClock() });
  const store = openStore(temporaryFolder(t));
  const series = { exchange: "coinbase", symbol: "BTC/USD", timeframe: "1h" };
  await downloadSeries(source, store, series, { from: Date.parse("2019-01-01"), signal });
  const stored = store.read(series);
  assert.equal(hashCandles(stored), hashCandles(hourly));
  const hourRequests = venue.requests.filter((url) => url.searchParams.get("granularity") === "ONE_HOUR");
  assert.equal(hourRequests.length, 3, "nothing before the day of the listing is asked for hour by hour");
  const [market] = await source.fetchMarkets(["BTC/USD"]);
  assert.deepEqual([market.tickSize, market.lotSize, market.minNotional, market.quote], [0.01, 1e-8, 1, "USD"]);
  const unknown = downloadSeries(source, store, { ...series, symbol: "XYZ/USD" }, { from: START, signal });
  await assert.rejects(unknown, failsWith("DOWNLOAD_UNKNOWN_MARKET", /product not found/));
});

test("Coinbase's recorded answer is read as it is", { skip: withoutSharedData }, async (t) => {
  const recorded = readSharedJson("messages", "nautilus", "coinbase", "http_candles.json");
  const venue = await serveVenue(t, (url) =>
    url.pathname.endsWith("/time") ? { epochMillis: "1712196000000" } : recorded,
  );
  const signal = AbortSignal.timeout(20_000);
  const source = await openSource("coinbase", { baseUrl: venue.baseUrl, signal, clock: hurriedClock() });
  const { candles: page } = await source.fetchPage("BTC/USD", "1h", 1712188800000, 1712196000000);
  assert.deepEqual([...page.openTime], [1712188800000, 1712192400000]);
  assert.deepEqual(
    [page.open[0], page.high[0], page.low[0], page.close[0], page.volume[0]],
    [65984.18, 66387.77, 65857.35, 66314.59, 358.74851052],
  );
});
