import assert from "node:assert/strict";
import { test } from "node:test";
import { CandlewrightError } from "../../engine/errors.ts";
import { MINUTE_MS } from "../../engine/timeframe.ts";
import { hashCandles } from "../hash.ts";
import { type GenerateOptions, generateCandles } from "./generate.ts";
import { Random } from "./random.ts";

const OPTIONS: GenerateOptions = { seed: 42, timeframe: "15m", from: Date.parse("2024-01-01"), count: 20_000 };

test("one seed gives the same candles, bit for bit, today and in a year", () => {
  const candles = generateCandles(OPTIONS);
  assert.equal(hashCandles(candles), hashCandles(generateCandles({ ...OPTIONS })));
  assert.equal(hashCandles(candles), "7e4523eaaed11c422c548cf0120dde54144df977db82256ead10ce55a20fb75e");
  assert.notEqual(hashCandles(candles), hashCandles(generateCandles({ ...OPTIONS, seed: 43 })));
});

test("more candles do not change the earlier ones", () => {
  const few = generateCandles({ ...OPTIONS, count: 500 });
  const many = generateCandles({ ...OPTIONS, count: 900 });
  assert.deepEqual(many.close.subarray(0, 500), few.close);
});

test("prices lie on the tick grid, inside high and low, and a candle opens where the last one closed", () => {
  for (const tickSize of [0.01, 0.5, 10, 0.00001]) {
    const candles = generateCandles({ ...OPTIONS, tickSize, count: 5000, gapChance: 0 });
    for (let i = 0; i < candles.length; i++) {
      const [open, high, low, close] = [candles.open[i], candles.high[i], candles.low[i], candles.close[i]];
      assert.ok(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close), `candle ${i}`);
      assert.ok(candles.volume[i] > 0);
      if (i > 0) assert.equal(open, candles.close[i - 1]);
      if (tickSize === 0.01) assert.equal(close, Number(close.toFixed(2)));
      if (tickSize >= 0.5) assert.equal(close % tickSize, 0);
    }
  }
});

test("returns behave as a market's: fat tails, volatility that clusters, returns that do not", () => {
  const { close } = generateCandles({ ...OPTIONS, count: 100_000 });
  const returns = Array.from({ length: close.length - 1 }, (_, i) => Math.log(close[i + 1] / close[i]));
  const kurtosis = moment(returns, 4) / moment(returns, 2) ** 2;
  assert.ok(kurtosis > 4.5 && kurtosis < 40, `kurtosis ${kurtosis}`);
  const sizes = returns.map(Math.abs);
  assert.ok(autocorrelation(sizes, 1) > 0.15, `sizes ${autocorrelation(sizes, 1)}`);
  assert.ok(autocorrelation(sizes, 50) > 0.05, `sizes after 50 ${autocorrelation(sizes, 50)}`);
  assert.ok(Math.abs(autocorrelation(returns, 1)) < 0.03, `returns ${autocorrelation(returns, 1)}`);
  const annual = Math.sqrt(moment(returns, 2) * 4 * 24 * 365.25);
  assert.ok(annual > 0.4 && annual < 0.9, `annual volatility ${annual} for 0.6`);
});

test("gaps appear only when asked for, on the grid", () => {
  const steps = (gapChance: number) => {
    const { openTime } = generateCandles({ ...OPTIONS, gapChance, from: OPTIONS.from + 1234 });
    return Array.from({ length: openTime.length - 1 }, (_, i) => (openTime[i + 1] - openTime[i]) / (15 * MINUTE_MS));
  };
  assert.ok(steps(0).every((step) => step === 1));
  const withGaps = steps(0.01);
  const gaps = withGaps.filter((step) => step > 1).length;
  assert.ok(gaps > 140 && gaps < 260, `${gaps} gaps among 20,000 candles for a chance of 1 %`);
  assert.ok(withGaps.every(Number.isInteger));
});

test("nonsense is refused", () => {
  const bad: Partial<GenerateOptions>[] = [
    { seed: 0.5 },
    { count: 0 },
    { startPrice: -1 },
    { tickSize: 0 },
    { gapChance: 1 },
  ];
  for (const options of [...bad, { annualVolatility: Number.NaN }, { from: Number.NaN }]) {
    assert.throws(
      () => generateCandles({ ...OPTIONS, ...options }),
      (error) => error instanceof CandlewrightError && error.code === "DATA_INVALID_GENERATOR",
      JSON.stringify(options),
    );
  }
});

test("the generator's numbers are uniform and normal", () => {
  const random = new Random(7);
  const normals = Array.from({ length: 100_000 }, () => random.normal());
  assert.ok(Math.abs(moment(normals, 2) - 1) < 0.02);
  assert.ok(Math.abs(moment(normals, 4) - 3) < 0.1);
  const uniforms = Array.from({ length: 100_000 }, () => random.uniform());
  assert.ok(Math.abs(moment(uniforms, 2) - 1 / 12) < 0.001);
  const lengths = Array.from({ length: 20_000 }, () => random.geometric(6));
  assert.ok(Math.abs(lengths.reduce((a, b) => a + b) / lengths.length - 6) < 0.15);
  assert.ok(lengths.every((length) => length >= 1 && Number.isInteger(length)));
});

function moment(values: readonly number[], order: number): number {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** order, 0) / values.length;
}

function autocorrelation(values: readonly number[], lag: number): number {
  const mean = values.reduce((a, b) => a + b) / values.length;
  let products = 0;
  for (let i = lag; i < values.length; i++) products += (values[i] - mean) * (values[i - lag] - mean);
  return products / values.length / moment(values, 2);
}
