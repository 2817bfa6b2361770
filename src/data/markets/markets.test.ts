import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/support/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { knownMarkets, marketAgeDays, marketInfo, writeMarkets } from "./markets.ts";
import { SHIPPED_MARKETS } from "./shipped.ts";

test("what was downloaded stands before what is shipped, and that before what is assumed", (t) => {
  const root = temporaryFolder(t);
  const shipped = marketInfo("binance", "BTC/USDT", root);
  assert.deepEqual(
    [shipped.source, shipped.tickSize, shipped.lotSize, shipped.minNotional],
    ["shipped", 0.01, 0.00001, 5],
  );
  writeMarkets(root, "binance", [{ ...shipped, tickSize: 0.1, asOf: "2026-01-02", source: "downloaded" }]);
  writeMarkets(root, "binance", [{ ...shipped, symbol: "ETH/USDT", asOf: "2026-01-03", source: "downloaded" }]);
  const downloaded = marketInfo("binance", "BTC/USDT", root);
  assert.deepEqual([downloaded.source, downloaded.tickSize, downloaded.asOf], ["downloaded", 0.1, "2026-01-02"]);
  assert.equal(marketInfo("binance", "BTC/USDT").source, "shipped", "without a data folder");
  const assumed = marketInfo("stocks", "GOOG/USD", root);
  assert.deepEqual([assumed.source, assumed.base, assumed.quote, assumed.minNotional], ["assumed", "GOOG", "USD", 0]);
  assert.equal(marketInfo("synthetic", "BTC/USDT").tickSize, 0.01);
});

test("all known markets are listed, downloaded ones beside shipped ones", (t) => {
  const root = temporaryFolder(t);
  const market = { ...marketInfo("binance", "BTC/USDT"), symbol: "AAA/USDT", source: "downloaded" as const };
  writeMarkets(root, "binance", [market]);
  const markets = knownMarkets("binance", root);
  assert.equal(markets.length, Object.keys(SHIPPED_MARKETS["binance"]).length + 1);
  assert.deepEqual([markets[0].symbol, markets[0].source, markets[1].source], ["AAA/USDT", "downloaded", "shipped"]);
  assert.deepEqual(knownMarkets("stocks", root), []);
});

test("the age is told in days", () => {
  const info = marketInfo("binance", "BTC/USDT");
  assert.equal(marketAgeDays(info, Date.parse("2025-07-01T12:00:00Z")), 30);
});

test("every shipped rule is a sensible number", () => {
  for (const [exchange, markets] of Object.entries(SHIPPED_MARKETS)) {
    for (const symbol of Object.keys(markets)) {
      const info = marketInfo(exchange, symbol);
      assert.match(symbol, /^[A-Z0-9]+\/[A-Z]+$/);
      for (const step of [info.tickSize, info.lotSize]) {
        const decimals = -Math.log10(step);
        assert.ok(Math.abs(decimals - Math.round(decimals)) < 1e-9, `${exchange} ${symbol}: ${step}`);
      }
      assert.ok(info.minNotional > 0 && info.takerFeeRate >= info.makerFeeRate && info.takerFeeRate < 0.02);
    }
  }
});

test("a broken metadata file is named", (t) => {
  const root = temporaryFolder(t);
  writeMarkets(root, "binance", []);
  writeFileSync(join(root, "binance", "markets.json"), "[{");
  assert.throws(
    () => marketInfo("binance", "BTC/USDT", root),
    (error) => error instanceof CandlewrightError && error.code === "DATA_MARKETS_BROKEN",
  );
});
