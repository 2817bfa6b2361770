import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { bootstrapIntervals } from "./bootstrap.ts";
import {
  adjustedExcessKurtosis,
  autocorrelation,
  isNoise,
  lineThrough,
  quantile,
  quantileOfSorted,
  rawKurtosis,
  sorted,
  standardDeviation,
} from "./moments.ts";
import { normalCumulative, normalQuantile } from "./normal.ts";
import { SeededRandom } from "./random.ts";
import {
  deflatedSharpe,
  expectedMaximum,
  expectedMaximumSharpe,
  minimumBacktestYears,
  minimumTrackRecordLength,
  probabilisticSharpe,
  sharpeStandardError,
} from "./sharpe-inference.ts";
import { wilsonInterval } from "./wilson.ts";

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected} within ${tolerance}`,
  );
}

test("the normal distribution has its textbook values and inverts itself", () => {
  near(normalCumulative(0), 0.5, 1e-15);
  near(normalCumulative(1.959963984540054), 0.975, 1e-14);
  near(normalQuantile(0.95), 1.6448536269514722, 1e-14);
  near(normalQuantile(1e-10), -6.361340902404056, 1e-12);
  assert.equal(normalQuantile(0), -Infinity);
  assert.equal(normalQuantile(1), Infinity);
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (probability) => {
      near(normalCumulative(normalQuantile(probability)), probability, 1e-13);
    }),
  );
});

test("published examples of the probabilistic and deflated Sharpe ratio come out", () => {
  const skewed = { count: 24, skewness: -2.448, kurtosis: 10.164 };
  const yearly = 1.585 / Math.sqrt(12);
  near(probabilisticSharpe({ sharpe: yearly, ...skewed }, 0, "2012"), 0.9132343069);
  near(probabilisticSharpe({ sharpe: yearly, count: 24, skewness: 0, kurtosis: 3 }, 0, "2012"), 0.9815912361);
  near(probabilisticSharpe({ sharpe: 0.036 / 0.079, ...skewed }, 0.1, "2025"), 0.9391476251);
  const daily = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skewness: -3, kurtosis: 10 };
  near(expectedMaximumSharpe(100, 0.5 / 250) * Math.sqrt(250), 1.7894064663);
  near(deflatedSharpe(daily, 100, 0.5 / 250, "2012"), 0.9003968344);
  near(sharpeStandardError({ sharpe: 0.7079, count: 134, skewness: -0.225, kurtosis: 2.957 }), 0.1028, 5e-4);
});

test("sample lengths: MinTRL in both forms, MinBTL, the expected maximum", () => {
  const normal = { sharpe: 2 / Math.sqrt(250), skewness: 0, kurtosis: 3 };
  near(minimumTrackRecordLength(normal, 1 / Math.sqrt(250), 0.95, "2012") / 250, 2.7311878018);
  near(
    minimumTrackRecordLength({ sharpe: 0.036 / 0.079, skewness: -2.448, kurtosis: 10.164 }, 0, 0.95, "2025"),
    13.0287783156,
  );
  assert.equal(minimumTrackRecordLength({ ...normal, sharpe: -0.1 }, 0, 0.95, "2012"), Infinity);
  near(minimumBacktestYears(45, 1), 4.9980870044);
  near(expectedMaximum(1000), 3.2551215137);
});

test("excess kurtosis in the place of raw kurtosis would be seen", () => {
  const normal = { sharpe: 1, count: 100, skewness: 0, kurtosis: 3 };
  near(sharpeStandardError(normal), Math.sqrt(1.5 / 99));
});

test("moments and quantiles of small samples", () => {
  near(standardDeviation([1, 2, 3, 4]), Math.sqrt(5 / 3));
  assert.ok(Number.isNaN(standardDeviation([1])));
  near(quantile([3, 1, 2, 4], 0.25), 1.75);
  near(rawKurtosis([1, 2, 3, 4, 5]), 1.7);
  near(adjustedExcessKurtosis([1, 2, 3, 4, 5]), -1.2);
  near(autocorrelation([1, 2, 3, 4], 1), 0.25);
  const line = lineThrough([1, 3, 5, 7.5]);
  near(line.slope, 2.15);
  near(line.intercept, 0.9);
  near(line.rSquared, 23.1125 / 23.1875);
});

test("a quantile is the same whether the series is sorted or not", () => {
  const series = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(series, fc.double({ min: 0, max: 1, noNaN: true }), (values, probability) => {
      assert.equal(quantile(values, probability) + 0, quantileOfSorted(sorted(values), probability) + 0);
    }),
  );
});

test("a constant series counts as not varying although its deviation is not exactly zero", () => {
  const constant = new Float64Array(1000).fill(0.1);
  assert.ok(isNoise(standardDeviation(constant), constant));
  assert.ok(!isNoise(standardDeviation([0.1, 0.1001]), [0.1, 0.1001]));
});

test("Wilson's interval matches the textbook and stays inside 0..1", () => {
  const interval = wilsonInterval(8, 10, 0.95);
  near(interval.low, 0.490_162_5, 1e-6);
  near(interval.high, 0.943_317_8, 1e-6);
  assert.equal(wilsonInterval(0, 5, 0.95).low, 0);
  assert.equal(wilsonInterval(5, 5, 0.95).high, 1);
});

test("random numbers: the seed decides, and they are uniform", () => {
  const first = new SeededRandom(1);
  const again = new SeededRandom(1);
  const other = new SeededRandom(2);
  const values = Array.from({ length: 20_000 }, () => first.next());
  assert.deepEqual(
    values.slice(0, 5),
    Array.from({ length: 5 }, () => again.next()),
  );
  assert.notEqual(values[0], other.next());
  near(values.reduce((total, value) => total + value, 0) / values.length, 0.5, 0.01);
  near(standardDeviation(values), Math.sqrt(1 / 12), 0.01);
});

test("the bootstrap interval of a mean agrees with theory, for independent and for dependent series", () => {
  const random = new SeededRandom(3);
  const count = 900;
  const noise = Float64Array.from({ length: count }, () => normalQuantile(random.next()));
  const options = { seed: 1, resamples: 1000, confidence: 0.95 };
  const average = (values: Float64Array): number => values.reduce((total, value) => total + value, 0) / values.length;
  const [independent] = bootstrapIntervals(noise, [average], options);
  assert.ok(independent);
  near(independent.high - independent.low, (2 * 1.96) / Math.sqrt(count), 0.15);
  const dependent = new Float64Array(count);
  for (let index = 1; index < count; index++) dependent[index] = 0.5 * dependent[index - 1] + noise[index];
  const [wider] = bootstrapIntervals(dependent, [average], options);
  assert.ok(wider);
  // The true standard error of an AR(1) mean with coefficient 0.5 is twice that of the noise.
  assert.ok(wider.high - wider.low > 1.5 * (independent.high - independent.low));
  assert.deepEqual(bootstrapIntervals(noise, [average], options), [independent]);
  assert.notDeepEqual(bootstrapIntervals(noise, [average], { ...options, seed: 2 }), [independent]);
});

test("a statistic that is undefined on many resamples has no interval", () => {
  assert.deepEqual(bootstrapIntervals([1, 2, 3], [() => NaN], { seed: 1, resamples: 10, confidence: 0.95 }), [
    undefined,
  ]);
});
