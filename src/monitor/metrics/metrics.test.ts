import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { timesIn } from "../../engine/times.ts";
import { DAY_MS, HOUR_MS } from "../../engine/timeframe.ts";
import { generatedRun, runOfEquity, START, trade } from "../../../test/support/runs.ts";
import { dailyCurve, dailyMarks, monthlyReturns } from "./daily.ts";
import { drawdownSeries, findDrawdowns, maximumDrawdown } from "./drawdowns.ts";
import { measure, type MetricResult } from "./measure.ts";
import { allMetrics, familyTitles } from "./registry.ts";
import { sampleOf, type SampleOptions } from "./sample.ts";
import type { RunResult } from "../../engine/result.ts";

function metricsOf(result: RunResult, options: SampleOptions = {}): Map<string, MetricResult> {
  return new Map(measure(sampleOf(result, options)).map((metric) => [metric.id, metric]));
}

function get(metrics: Map<string, MetricResult>, id: string): MetricResult {
  const metric = metrics.get(id);
  assert.ok(metric, `no metric ${id}`);
  return metric;
}

test("every metric is declared completely, once", () => {
  const ids = allMetrics.map((metric) => metric.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const metric of allMetrics) {
    assert.match(metric.id, /^[a-z][a-z0-9_]*$/);
    for (const text of [metric.name, metric.formula, metric.convention]) assert.ok(text.length > 0, metric.id);
    assert.ok(metric.family in familyTitles);
  }
});

test("no input makes a metric infinite, NaN or undefined: it is a number or null with a reason", () => {
  const equities = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 130 });
  const profits = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(equities, profits, (equity, outcomes) => {
      const trades = outcomes.map((profit) => trade({ profit, profitFraction: profit / 100 }));
      const metrics = measure(
        sampleOf(runOfEquity(equity, { trades }), {
          conventions: { resamples: 5 },
          benchmarkEquity: Float64Array.from(equity),
        }),
      );
      for (const metric of metrics) {
        if (metric.value === null) assert.ok(metric.why !== undefined && metric.why.length > 0, metric.id);
        else assert.ok(Number.isFinite(metric.value), `${metric.id} is ${metric.value}`);
      }
      assert.deepEqual(JSON.parse(JSON.stringify(metrics)), metrics);
    }),
    { numRuns: 40 },
  );
});

test("a run in which nothing happened has reasons, not zeros, for its ratios", () => {
  const metrics = metricsOf(runOfEquity(Array.from({ length: 60 }, () => 1000)));
  for (const id of ["sharpe", "sortino", "calmar", "profit_factor", "win_rate", "break_even_cost", "stability"])
    assert.equal(get(metrics, id).value, null, id);
  assert.equal(get(metrics, "sharpe").why, "the returns do not vary");
  assert.equal(get(metrics, "profit_factor").why, "0 trades, 10 are needed");
  assert.equal(get(metrics, "max_drawdown").value, 0);
});

test("no losing trades: the profit factor is null and says so", () => {
  const trades = Array.from({ length: 12 }, () => trade());
  const metrics = metricsOf(runOfEquity([1000, 1001], { trades }));
  assert.equal(get(metrics, "profit_factor").value, null);
  assert.equal(get(metrics, "profit_factor").why, "no losing trades");
  assert.equal(get(metrics, "win_rate").value, 1);
  assert.ok((get(metrics, "win_rate").interval?.low ?? 1) < 0.8);
});

test("equity is marked at midnight UTC; the last, shorter day is kept", () => {
  const start = START + 22 * HOUR_MS;
  assert.deepEqual(
    [...dailyMarks(start, START + 2 * DAY_MS + HOUR_MS)],
    [start, START + DAY_MS, START + 2 * DAY_MS, START + 2 * DAY_MS + HOUR_MS],
  );
  const hours = Float64Array.from({ length: 28 }, (_, hour) => start + hour * HOUR_MS);
  const curve = { time: hours, equity: hours.map((_, hour) => 100 + hour), exposure: hours };
  const daily = dailyCurve(curve, start, hours[27], 100);
  assert.deepEqual([...daily.equity], [100, 102, 126, 127]);
});

test("a gap over midnight keeps the last known equity", () => {
  const time = Float64Array.of(START, START + HOUR_MS, START + 3 * DAY_MS);
  const daily = dailyCurve({ time, equity: Float64Array.of(100, 90, 95), exposure: time }, START, time[2], 100);
  assert.deepEqual([...daily.equity], [100, 90, 90, 95]);
});

test("monthly returns multiply to the total return, and a mark at midnight on the first belongs to the month before", () => {
  const { result } = generatedRun({ candleCount: 24 * 100, timeframeMs: HOUR_MS });
  const sample = sampleOf(result);
  const total = monthlyReturns(sample.daily).reduce((product, month) => product * (1 + month.return), 1);
  assert.ok(Math.abs(total - result.finalEquity / result.startingCash) < 1e-12);
  const january = monthlyReturns({
    time: Float64Array.of(START, START + 31 * DAY_MS, START + 32 * DAY_MS),
    equity: Float64Array.of(100, 110, 121),
  });
  assert.deepEqual(
    january.map(({ month }) => month),
    [1, 2],
  );
  assert.ok(Math.abs(january[0].return - 0.1) < 1e-12);
});

test("a loss on the first candle is a drawdown from the starting cash", () => {
  const found = findDrawdowns(timesIn([1, 2, 3]), [90, 95, 100], 0, 100);
  assert.equal(found.length, 1);
  assert.equal(found[0].peakTime, 0);
  assert.equal(found[0].recoveryTime, 3);
  assert.ok(Math.abs(found[0].depth + 0.1) < 1e-12);
  assert.equal(findDrawdowns(timesIn([1, 2]), [90, 95], 0, 100)[0].recoveryTime, null);
});

test("drawdowns agree with the plain definition", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 50 }), (equity) => {
      const time = equity.map((_, index) => index + 1);
      const found = findDrawdowns(timesIn(time), equity, 0, 100);
      const plain = Math.max(
        0,
        ...equity.map((value, index) => 1 - value / Math.max(100, ...equity.slice(0, index + 1))),
      );
      assert.ok(Math.abs(maximumDrawdown(found) - plain) < 1e-12);
      assert.ok(Math.abs(-Math.min(0, ...drawdownSeries(equity, 100)) - plain) < 1e-12);
    }),
  );
});

test("ratios do not change with the size of the account", () => {
  const { result } = generatedRun({ candleCount: 24 * 120, timeframeMs: HOUR_MS });
  const scaled: RunResult = {
    ...result,
    startingCash: result.startingCash * 8,
    finalEquity: result.finalEquity * 8,
    curve: { ...result.curve, equity: result.curve.equity.map((value) => value * 8) },
  };
  const before = metricsOf(result);
  const after = metricsOf(scaled);
  for (const id of ["total_return", "cagr", "sharpe", "sortino", "max_drawdown", "ulcer_index", "omega"])
    assert.equal(get(after, id).value, get(before, id).value, id);
});

test("intervals hold their value, and the seed decides them", () => {
  const { result } = generatedRun({ candleCount: 24 * 200, timeframeMs: HOUR_MS });
  const metrics = metricsOf(result);
  for (const id of ["sharpe", "sortino", "volatility", "win_rate", "expectancy"]) {
    const { value, interval } = get(metrics, id);
    assert.ok(value !== null && interval !== undefined, id);
    assert.ok(interval.low < value && value < interval.high, id);
  }
  assert.deepEqual(get(metricsOf(result), "sortino"), get(metrics, "sortino"));
  assert.notDeepEqual(
    get(metricsOf(result, { conventions: { seed: 2 } }), "sortino").interval,
    get(metrics, "sortino").interval,
  );
});

test("the drawdown to expect is deeper than most and bounded by what the returns allow", () => {
  const { result } = generatedRun({ candleCount: 24 * 300, timeframeMs: HOUR_MS });
  const metrics = metricsOf(result);
  const expected = get(metrics, "drawdown_to_expect").value ?? 0;
  assert.ok(expected < 0 && expected > -1);
  const upward = metricsOf(runOfEquity(Array.from({ length: 150 }, (_, day) => 1000 + day)));
  assert.equal(get(upward, "drawdown_to_expect").value, 0);
  const falling = metricsOf(runOfEquity(Array.from({ length: 150 }, (_, day) => 1000 * 0.99 ** day)));
  // Every order of equal losses is the same one.
  assert.ok(Math.abs((get(falling, "drawdown_to_expect").value ?? 0) - (0.99 ** 149 - 1)) < 1e-9);
});

test("costs: the break-even cost is the cost of turnover at which the profit is gone", () => {
  const { result } = generatedRun({ candleCount: 24 * 100, timeframeMs: HOUR_MS });
  const metrics = metricsOf(result);
  const breakEven = get(metrics, "break_even_cost").value;
  const cost = get(metrics, "cost_of_turnover").value;
  assert.ok(breakEven !== null && cost !== null);
  const profit = result.finalEquity - result.startingCash;
  assert.ok(Math.abs(((breakEven - cost) / 10_000) * result.totals.tradedNotional - profit) < 1e-6);
});

test("against itself a benchmark has beta one and alpha zero", () => {
  const equity = Array.from({ length: 60 }, (_, day) => 1000 + 5 * day + 30 * Math.sin(day));
  const metrics = metricsOf(runOfEquity(equity), { benchmarkEquity: Float64Array.from(equity) });
  assert.ok(Math.abs((get(metrics, "beta").value ?? NaN) - 1) < 1e-12);
  assert.ok(Math.abs(get(metrics, "alpha").value ?? NaN) < 1e-12);
  assert.ok(Math.abs((get(metrics, "up_capture").value ?? NaN) - 1) < 1e-12);
  assert.equal(get(metrics, "information_ratio").why, "the difference to the benchmark does not vary");
  assert.equal(get(metricsOf(runOfEquity(equity)), "beta").why, "no candles of the benchmark were given");
});

test("several trials deflate the Sharpe ratio", () => {
  const equity = Array.from({ length: 300 }, (_, day) => 1000 + 2 * day + 20 * Math.sin(day * 1.7));
  const one = metricsOf(runOfEquity(equity));
  const many = metricsOf(runOfEquity(equity), { trials: { count: 50, sharpeVariance: 0.01 } });
  assert.equal(get(one, "deflated_sharpe").value, null);
  assert.ok((get(many, "deflated_sharpe").value ?? 1) < (get(one, "probabilistic_sharpe_2012").value ?? 0));
});
