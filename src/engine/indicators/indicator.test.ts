import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "../expression/print.ts";
import { marketOf } from "../expression/sources.ts";
import { keltner, macd, sma } from "./index.ts";
import { countsMissingCandles, labelOf } from "./indicator.ts";
import { lag } from "../expression/history.ts";
import { above, and } from "../expression/condition.ts";

const { close } = marketOf();

test("a composed indicator prints as it is written; the strategy's own market is left out", () => {
  assert.equal(print(macd(close, 12, 26, 9).signal), "macd(close, 12, 26, 9).signal");
  assert.equal(print(macd(sma(close, 3), 12, 26, 9).macd), "macd(sma(close, 3), 12, 26, 9).macd");
  assert.equal(print(keltner(marketOf(), 20, 2, 10).upper), "keltner(20, 2, 10).upper");
  assert.equal(print(keltner(marketOf("b"), 20, 2, 10).upper), "keltner(b, 20, 2, 10).upper");
  assert.equal(print(keltner(marketOf("", "4h"), 20, 2, 10).upper), "keltner(4h, 20, 2, 10).upper");
  assert.equal(labelOf("x", 7, []), "x(7)");
});

test("counting missing candles is seen through every kind of expression", () => {
  assert.equal(countsMissingCandles(sma(close, 3)), false);
  assert.equal(countsMissingCandles(sma(lag(close), 3)), true);
  assert.equal(countsMissingCandles(and(above(close, 1), above(close, lag(close)))), true);
});
