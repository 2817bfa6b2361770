import assert from "node:assert/strict";
import { test } from "node:test";
import { hintsOfName, parseSymbol } from "./symbols.ts";

test("symbols in the usual spellings", () => {
  const cases = {
    "BTC/USDT": "BTC/USDT",
    "btc-usd": "BTC/USD",
    ETH_BTC: "ETH/BTC",
    BTCUSDT: "BTC/USDT",
    "1INCHUSDT": "1INCH/USDT",
  };
  for (const [text, symbol] of Object.entries(cases)) assert.equal(parseSymbol(text), symbol);
  for (const text of ["GOOG", "USDT", "prices", "", "A/B/C"]) assert.equal(parseSymbol(text), undefined, text);
});

test("what names of files tell", () => {
  const cases: [string, string | undefined, string | undefined][] = [
    ["BTCUSDT-1h-2024-01.csv", "BTC/USDT", "1h"],
    ["BTC_USDT-5m.json", "BTC/USDT", "5m"],
    ["Coinbase-ETH-USD-PT4H-20160518_20251028.json", "ETH/USD", "4h"],
    ["BTCUSD-1m-2018.csv.gz", "BTC/USD", "1m"],
    ["EURUSD.csv", "EUR/USD", undefined],
    ["GOOG.csv", undefined, undefined],
    ["candles.npy", undefined, undefined],
  ];
  for (const [name, symbol, timeframe] of cases) {
    const hints = hintsOfName(name);
    assert.deepEqual([hints.symbol, hints.timeframe], [symbol, timeframe], name);
  }
});
