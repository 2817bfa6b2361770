import assert from "node:assert/strict";
import { test } from "node:test";
import { walk } from "../../../test/support/random-runs.ts";
import { emptyCandles, sliceCandles, VALUE_COLUMNS } from "../candles.ts";
import { integer } from "../parameters.ts";
import { HOUR_MS } from "../timeframe.ts";
import { apply } from "./apply.ts";
import { capture } from "./capture.ts";
import { evaluate } from "./evaluate.ts";
import { defineOperator, Operator } from "./operator.ts";
import { across, every, feature, higherTimeframe, marketOf, prediction } from "./sources.ts";

const { close } = marketOf();
const SYMBOLS = ["A/USDT", "B/USDT"];
const streams = SYMBOLS.map((symbol, n) => ({ symbol, timeframe: "1h", candles: walk(n + 1, 60, HOUR_MS) }));
const bindingOf = (symbol: string) => ({ timeframe: "1h", roles: { "": symbol }, symbols: SYMBOLS });

test("comparing symbols inside of a higher timeframe is refused: its candles lie on other instants", () => {
  const expression = higherTimeframe("4h", (market) => across.rank(market.close));
  assert.throws(() => capture([{ expression, binding: bindingOf("A/USDT"), role: "" }], streams), {
    code: "EXPRESSION_MIXED_TIMEFRAMES",
  });
  const outside = across.rank(higherTimeframe("4h", (market) => market.close));
  const [ranks] = capture([{ expression: outside, binding: bindingOf("A/USDT"), role: "" }], streams);
  assert.ok(ranks.slice(4).every((rank) => rank === 1 || rank === 2));
});

test("comparing symbols needs a strategy that runs on each symbol, not one with roles", () => {
  const binding = { timeframe: "1h", roles: { a: "A/USDT", b: "B/USDT" }, symbols: SYMBOLS };
  const expression = across.rank(marketOf("a").close);
  assert.throws(() => capture([{ expression, binding, role: "a" }], streams), {
    code: "EXPRESSION_ACROSS_NEEDS_SYMBOLS",
  });
});

test("operators of one name are one only where they are the same", () => {
  class Times extends Operator {
    private readonly factor: number;
    constructor(factor: number) {
      super();
      this.factor = factor;
    }
    next(value: number): number {
      return value * this.factor;
    }
  }
  const times = (factor: number) =>
    defineOperator({
      name: "times",
      title: "Times",
      about: "A test.",
      formula: "value * factor",
      source: "Definition.",
      inputs: ["value"],
      outputs: [{ name: "value", scale: "price" }],
      parameters: { n: integer(1, { min: 1, max: 9, about: "nothing" }) },
      warmUp: () => 0,
      create: () => new Times(factor),
    });
  const [twice, thrice] = evaluate([apply(times(2), [close]), apply(times(3), [close])], streams[0].candles, {
    timeframe: "1h",
  });
  assert.equal(twice[5] / 2, thrice[5] / 3);
});

test("a model without inputs speaks for each symbol's own candles", () => {
  let calls = 0;
  const shorter = [streams[0], { ...streams[1], candles: walk(9, 30, HOUR_MS, 0.3) }];
  const expression = prediction("counter", []);
  const requests = SYMBOLS.map((symbol) => ({ expression, binding: bindingOf(symbol), role: "" }));
  const values = capture(requests, shorter, { models: new Map([["counter", () => ++calls]]) });
  assert.equal(calls, shorter[0].candles.length + shorter[1].candles.length);
  assert.ok(values.every((column) => column.every((value) => value > 0)));
});

test("a higher candle of which the beginning is not there is none; one with a gap inside is what is there", () => {
  const candles = walk(4, 12, HOUR_MS);
  const from = (row: number) => ({ ...sliceCandles(candles, row, 12), length: 12 - row });
  const high = higherTimeframe("4h", (market) => market.high);
  const [whole] = evaluate([high], candles, { timeframe: "1h" });
  const [late] = evaluate([high], from(2), { timeframe: "1h" });
  assert.ok(late.subarray(0, 5).every(Number.isNaN), late.join());
  assert.deepEqual(late.subarray(5), whole.subarray(7));
  const gap = emptyCandles(11);
  for (const column of ["openTime", ...VALUE_COLUMNS] as const)
    gap[column].set([...candles[column]].filter((_, row) => row !== 4));
  const [over] = evaluate([high], gap, { timeframe: "1h" });
  assert.equal(over[6], Math.max(...candles.high.subarray(5, 8)));
});

test("the clock and features go by the candles of the symbol that asks, not by another role's", () => {
  const gaps = walk(9, 60, HOUR_MS, 0.4);
  const uneven = [{ ...streams[0], candles: gaps }, streams[1]];
  const binding = { timeframe: "1h", roles: { a: "A/USDT", b: "B/USDT" }, symbols: SYMBOLS };
  const values = { length: 1, availableAt: Float64Array.of(0), value: Float64Array.of(7) };
  const [known, days] = capture(
    [feature("mood"), every("1d")].map((expression) => ({ expression, binding, role: "b" })),
    uneven,
    { features: new Map([["mood", values]]) },
  );
  assert.ok(known.every((value) => value === 7));
  assert.ok(days.slice(1).every((value) => value === 0 || value === 1));
});
