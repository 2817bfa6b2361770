/** What holds for indicators whatever the candles are: their bounds, and how they scale. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ordinaryCandles, randomNumbers } from "../../../test/support/random-candles.ts";
import { type CandleColumns, emptyCandles } from "../candles.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { Series } from "../expression/node.ts";
import { print } from "../expression/print.ts";
import { marketOf } from "../expression/sources.ts";
import * as indicator from "./index.ts";
import { indicators } from "./registry.ts";

const market = marketOf();
const { close, open } = market;

/** Candles with flat stretches, jumps, candles without a body or a range, and ones on which nothing was traded. */
function roughCandles(seed: number, count = 160): CandleColumns {
  const random = randomNumbers(seed);
  const candles = emptyCandles(count);
  let price = 1 + random() * 1e5;
  for (let i = 0; i < count; i++) {
    const isFlat = random() < 0.2;
    const before = price;
    if (!isFlat) price *= random() < 0.05 ? 0.5 + random() : 1 + (random() - 0.5) * 0.03;
    candles.openTime[i] = Date.UTC(2024, 0, 1) + i * 900_000;
    candles.open[i] = random() < 0.8 ? before : price;
    candles.close[i] = price;
    candles.high[i] = Math.max(candles.open[i], price) * (isFlat || random() < 0.3 ? 1 : 1 + random() * 0.01);
    candles.low[i] = Math.min(candles.open[i], price) * (isFlat || random() < 0.3 ? 1 : 1 - random() * 0.01);
    candles.volume[i] = random() < 0.1 ? 0 : random() * 1e4;
  }
  return candles;
}

const bounded: readonly [low: number, high: number, series: readonly Series[]][] = [
  [
    0,
    100,
    [indicator.rsi(close), indicator.rsi(close, 2), indicator.mfi(market), indicator.connorsRsi(close, 3, 2, 20)],
  ],
  [0, 100, [...Object.values(indicator.stochastic(market, 5)), ...Object.values(indicator.stochasticRsi(close, 5, 5))]],
  [0, 100, [indicator.ultimate(market, 2, 3, 5), indicator.percentRank(close, 10), indicator.stc(close, 5, 3, 8)]],
  [-100, 0, [indicator.williamsR(market, 5)]],
  [-100, 100, [indicator.cmo(close, 5), indicator.tsi(close, 5, 3).tsi, indicator.smi(market, 5, 5, 3).smi]],
  [-1, 1, [indicator.cmf(market, 5), indicator.balanceOfPower(market, 5), indicator.moneyFlow(market).multiplier]],
  [-1, 1, [indicator.correlation(close, open, 4).correlation, indicator.marubozu(market)]],
  [0, 1, [indicator.candleAnatomy(market).bodyShare, indicator.doji(market)]],
  [0, Infinity, [indicator.ulcer(close, 5), indicator.candleAnatomy(market).upperWick]],
  [0, Infinity, [indicator.candleAnatomy(market).lowerWick, indicator.candleAnatomy(market).range]],
];

test("bounded indicators keep their bounds", () => {
  const series = bounded.flatMap(([, , listed]) => listed);
  const limits = bounded.flatMap(([low, high, listed]) => listed.map(() => [low, high] as const));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      evaluate(series, roughCandles(seed), { timeframe: "15m" }).forEach((column, n) => {
        const [low, high] = limits[n];
        // A mean of values at the bound may be off by its last digit.
        const slack = 1e-12 * 100;
        const known = column.filter((value) => !Number.isNaN(value));
        assert.ok(known.length > 20, print(series[n]));
        for (const value of known)
          assert.ok(value >= low - slack && value <= high + slack, `${print(series[n])}: ${value}`);
      });
    }),
    { numRuns: 40 },
  );
});

test("an average price lies within the prices that it averages", () => {
  const wanted = [
    indicator.lowest(market.low, 8),
    indicator.rollingVwap(market, 8),
    indicator.median(close, 8),
    indicator.quantile(close, 8, 0.9),
    indicator.highest(market.high, 8),
  ];
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [low, vwap, median, nine, high] = evaluate(wanted, roughCandles(seed), { timeframe: "15m" });
      for (let i = 7; i < low.length; i++) {
        for (const value of [vwap[i], median[i], nine[i]])
          if (!Number.isNaN(value)) assert.ok(value >= low[i] * (1 - 1e-12) && value <= high[i] * (1 + 1e-12));
        assert.ok(median[i] <= nine[i]);
      }
    }),
    { numRuns: 25 },
  );
});

/** The candles with prices and volumes multiplied. */
function scaled(candles: CandleColumns, price: number, volume: number): CandleColumns {
  const times = (column: Float64Array, factor: number) => column.map((value) => value * factor);
  const { open, high, low, close } = candles;
  return {
    ...candles,
    open: times(open, price),
    high: times(high, price),
    low: times(low, price),
    close: times(close, price),
    volume: times(candles.volume, volume),
  };
}

/** Whether the second column is the first one times this, bit for bit. */
function isMultiple(first: Float64Array, second: Float64Array, factor: number): boolean {
  return first.every((value, i) => Object.is(value * factor, second[i]) || value * factor === second[i]);
}

test("a price or volume in another unit changes no indicator but by that unit, bit for bit", () => {
  const candles = ordinaryCandles(400);
  for (const shipped of indicators) {
    const series = Object.values(shipped.build(market));
    const plain = evaluate(series, candles, { timeframe: "15m" });
    for (const [price, volume] of [
      [1024, 1],
      [1 / 4, 1],
      [1, 64],
    ]) {
      const others = evaluate(series, scaled(candles, price, volume), { timeframe: "15m" });
      others.forEach((column, n) => {
        const unit = price * volume;
        const factors = [1, unit, unit * unit];
        assert.ok(
          factors.some((factor) => isMultiple(plain[n], column, factor)),
          `${shipped.name} (${print(series[n])}) with prices times ${price}, volumes times ${volume}`,
        );
      });
    }
  }
});

/** A sum, bands at a share of the price, and averages whose weights do not add up to exactly 1. */
const NOT_EXACT_ON_EQUAL_PRICES = ["sum", "envelope", "wma", "hma", "t3"];

test("in a market that stands still, prices equal their averages, oscillators are 0 or unknown", () => {
  const candles = ordinaryCandles(300);
  for (const column of [candles.open, candles.high, candles.low, candles.close]) column.fill(0.1);
  for (const shipped of indicators) {
    if (NOT_EXACT_ON_EQUAL_PRICES.includes(shipped.name)) continue;
    const columns = evaluate(Object.values(shipped.build(market)), candles, { timeframe: "15m" });
    shipped.outputs.forEach(({ name, scale }, n) => {
      if (scale !== "price" && scale !== "oscillator") return;
      // A distance between prices (a true range) is 0 as well.
      const allowed = scale === "price" ? [0.1, 0] : [0];
      const other = columns[n].find((value) => !Number.isNaN(value) && !allowed.includes(value));
      assert.equal(other, undefined, `${shipped.name}.${name}`);
    });
  }
});

test("what cannot be computed is unknown, never infinite", () => {
  const nothing = emptyCandles(200);
  // A spread: around 0, and exactly 0 where the price stands still.
  const spread = { ...market, close: indicator.momentum(close, 3) };
  const tooLarge: string[] = [];
  for (const candles of [roughCandles(1, 400), roughCandles(2, 400), scaled(roughCandles(3, 400), 1, 0), nothing]) {
    for (const shipped of indicators) {
      const series = [market, spread].flatMap((on) => Object.values(shipped.build(on)));
      evaluate(series, candles, { timeframe: "15m" }).forEach((column, n) => {
        if (column.some((value) => Math.abs(value) === Infinity)) tooLarge.push(print(series[n]));
      });
    }
  }
  assert.deepEqual(tooLarge, []);
});
