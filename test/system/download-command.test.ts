/** `candlewright data download` as a process: stopped by Ctrl-C, killed with -9, started again. And ccxt behind it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { hashCandles } from "../../src/data/hash.ts";
import { marketInfo } from "../../src/data/markets/markets.ts";
import { openStore } from "../../src/data/store/store.ts";
import { generateCandles } from "../../src/data/synthetic/generate.ts";
import { sliceCandles } from "../../src/engine/candles.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/engine/timeframe.ts";
import { temporaryFolder } from "../support/candles.ts";
import { binanceRoutes, klinesOf, serveVenue } from "../support/venue-server.ts";

const MAIN = join(import.meta.dirname, "..", "..", "src", "main.ts");
const SERIES = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1m" } as const;
const START = Date.parse("2024-01-30T00:00:00Z");
const COUNT = 60_000;
const candles = generateCandles({ seed: 5, timeframe: "1m", from: START, count: COUNT });
const NOW = START + COUNT * MINUTE_MS;

function run(words: readonly string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; text: string; errors: string }>;
} {
  const child = spawn(process.execPath, [MAIN, "data", "download", ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let errors = "";
  child.stdout.on("data", (part) => (text += part));
  child.stderr.on("data", (part) => (errors += part));
  return { child, ended: once(child, "close").then(([code]) => ({ code, text, errors })) };
}

async function setUp(t: TestContext) {
  const routes = binanceRoutes({ marketId: "BTCUSDT", klines: klinesOf(candles, "1m"), serverTimeMs: NOW });
  const venue = await serveVenue(t, routes);
  const folder = temporaryFolder(t);
  const words = [
    "BTC/USDT",
    "--timeframe",
    "1m",
    "--since",
    "2024-01-30",
    "--base-url",
    venue.baseUrl,
    "--data-dir",
    folder,
  ];
  /** Resolves when the server has been asked this many times. */
  const asked = async (count: number) => {
    while (venue.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { venue, folder, words, asked };
}

test("Ctrl-C keeps what came and ends with 130; kill -9 loses no month; the next run completes", {
  timeout: 60_000,
}, async (t) => {
  const { venue, folder, words, asked } = await setUp(t);
  const store = openStore(folder);
  const interrupted = run(words);
  await asked(16);
  interrupted.child.kill("SIGINT");
  const { code } = await interrupted.ended;
  assert.equal(code, 130);
  const kept = store.read(SERIES);
  assert.ok(kept.length >= 13_000 && kept.length < COUNT, `${kept.length} candles`);
  assert.equal(hashCandles(kept), hashCandles(sliceCandles(candles, 0, kept.length)));

  const killed = run(words);
  await asked(venue.requests.length + 18);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const afterKill = store.read(SERIES);
  assert.ok(afterKill.length >= kept.length + 10_000, `${afterKill.length} candles`);

  const last = await run([...words, "--json"]).ended;
  assert.equal(last.code, 0, last.errors);
  const told = JSON.parse(last.text);
  assert.equal(told.series[0].added, COUNT - afterKill.length);
  assert.equal(hashCandles(store.read(SERIES)), hashCandles(candles));
  assert.equal(marketInfo("binance", "BTC/USDT", folder).source, "downloaded");
  const starts = venue.requests.map((url) => url.searchParams.get("startTime")).filter((start) => start !== null);
  assert.ok(starts.length <= 60 + 13, `${starts.length} requests: only what the kills cost is asked for twice`);
});

test("any other exchange comes through ccxt", { timeout: 60_000 }, async (t) => {
  const hourly = generateCandles({ seed: 9, timeframe: "1h", from: START, count: 30 });
  const pair = {
    altname: "XBTUSD",
    wsname: "XBT/USD",
    aclass_base: "currency",
    base: "XXBT",
    aclass_quote: "currency",
    quote: "ZUSD",
    lot: "unit",
    cost_decimals: 5,
    pair_decimals: 1,
    lot_decimals: 8,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: "ZUSD",
    ordermin: "0.00005",
    costmin: "0.5",
    tick_size: "0.1",
    status: "online",
  };
  const asset = (altname: string) => ({
    aclass: "currency",
    altname,
    decimals: 10,
    display_decimals: 5,
    status: "enabled",
  });
  const venue = await serveVenue(t, (url) => {
    const name = url.pathname.split("/").at(-1);
    if (name === "AssetPairs") return { error: [], result: { XXBTZUSD: pair } };
    if (name === "Assets") return { error: [], result: { XXBT: asset("XBT"), ZUSD: asset("USD") } };
    if (name === "Time") return { error: [], result: { unixtime: (START + 29.5 * HOUR_MS) / 1000, rfc1123: "" } };
    if (name !== "OHLC") return { error: [], result: {} };
    const since = Number(url.searchParams.get("since") ?? 0) * 1000;
    const rows = [];
    for (let i = 0; i < hourly.length; i++) {
      if (hourly.openTime[i] < since) continue;
      const values = [hourly.open, hourly.high, hourly.low, hourly.close, hourly.close, hourly.volume].map((c) =>
        String(c[i]),
      );
      rows.push([hourly.openTime[i] / 1000, ...values, 1]);
    }
    return { error: [], result: { XXBTZUSD: rows, last: 0 } };
  });
  const folder = temporaryFolder(t);
  const words = ["--exchange", "kraken", "--since", "2024-01-30", "--base-url", venue.baseUrl, "--data-dir", folder];
  const { code, text, errors } = await run(["BTC/USD", "--timeframe", "1h", ...words]).ended;
  assert.equal(code, 0, errors + text);
  const stored = openStore(folder).read({ exchange: "kraken", symbol: "BTC/USD", timeframe: "1h" });
  assert.equal(hashCandles(stored), hashCandles(sliceCandles(hourly, 0, 29)), "the unfinished candle is left out");
  assert.equal(marketInfo("kraken", "BTC/USD", folder).tickSize, 0.1);
  const unknown = await run(["BTC/USD", "--timeframe", "1h", ...words.with(1, "krakenn")]).ended;
  assert.equal(unknown.code, 1);
  assert.match(unknown.errors, /DOWNLOAD_UNKNOWN_EXCHANGE/);
});
