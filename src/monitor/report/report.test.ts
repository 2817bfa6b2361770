import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { generatedRun, runOfEquity, START, trade } from "../../../test/support/runs.ts";
import { emptyCandles } from "../../engine/candles.ts";
import { FILL_CONVENTIONS, type FillConvention, sizedAt } from "../../engine/fills/convention.ts";
import { DAY_MS, HOUR_MS } from "../../engine/timeframe.ts";
import { buildReport, type ReportInput } from "./build.ts";
import { buyAndHold, symbolWeights } from "./buy-and-hold.ts";
import { displayMarks } from "./display-curve.ts";
import { decimals, price, valueText } from "./number-format.ts";
import { regimesOf, UNKNOWN_REGIME } from "./regimes.ts";
import { metricOf, type StrategyFacts, SYNTHETIC_HEADING } from "./report.ts";
import { tradesCsv } from "./trades-csv.ts";

const strategy: StrategyFacts = {
  name: "ema_crossover",
  strategyName: "ema_crossover",
  parameters: { short_window: 12, long_window: 26 },
  symbols: ["BTC/USDT"],
  timeframe: "1h",
  capitalAllocation: 0.5,
};

function generatedInput(hours: number): ReportInput {
  const { result, candles, fast } = generatedRun({ candleCount: hours, timeframeMs: HOUR_MS });
  const indicators = [{ name: "ema(close, 12)", pane: "price", values: fast }];
  return {
    result,
    strategies: [strategy],
    charts: [{ symbol: "BTC/USDT", timeframe: "1h", candles, indicators }],
    synthetic: true,
  };
}

test("a report is plain data: it survives JSON unchanged", () => {
  const report = buildReport(generatedInput(24 * 300));
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.equal(report.heading, SYNTHETIC_HEADING);
  assert.notEqual(buildReport({ ...generatedInput(24 * 40), synthetic: false }).heading, SYNTHETIC_HEADING);
});

test("the parts add up: trades of every breakdown, profits, refusals, months", () => {
  const input = generatedInput(24 * 300);
  const report = buildReport(input);
  const profit = input.result.trades.reduce((total, { profit }) => total + profit, 0);
  assert.deepEqual(
    report.breakdowns.map(({ id }) => id),
    ["symbol", "strategy", "exit_reason", "direction", "hour", "weekday", "month", "regime"],
  );
  for (const { id, rows } of report.breakdowns) {
    assert.equal(
      rows.reduce((total, { trades }) => total + trades, 0),
      input.result.trades.length,
      id,
    );
    assert.ok(Math.abs(rows.reduce((total, row) => total + row.profit, 0) - profit) < 1e-6, id);
  }
  assert.equal(
    report.refusals.byReason.reduce((total, { count }) => total + count, 0),
    report.refusals.total,
  );
  const product = report.monthly.reduce((total, month) => total * (1 + month.return), 1);
  assert.ok(Math.abs(product - 1 - (metricOf(report, "total_return").value ?? NaN)) < 1e-12);
});

test("the display curve hides no loss and ends at the final equity", () => {
  const input = generatedInput(24 * 700);
  const { curve, metrics } = buildReport(input);
  assert.ok(curve.time.length <= 4_002);
  assert.equal(curve.equity.at(-1), input.result.finalEquity);
  assert.equal(Math.min(...curve.drawdown), metricOf({ metrics }, "max_drawdown").value);
  const { marks } = displayMarks(START, START + 3650 * DAY_MS);
  assert.ok(marks.length <= 4_002);
});

test("buy and hold pays its costs once and knows no price before its time", () => {
  const candles = emptyCandles(3);
  candles.openTime.set([START, START + DAY_MS, START + 2 * DAY_MS]);
  candles.open.set([100, 110, 120]);
  candles.close.set([110, 120, 90]);
  const result = runOfEquity([1000, 1000, 1000, 1000], {
    takerFeeRate: 0.01,
    slippageRate: 0,
    startTime: START + DAY_MS,
  });
  const chart = { symbol: "BTC/USDT", timeframe: "1d", candles, indicators: [] };
  const marks = Float64Array.of(START + DAY_MS, START + 2 * DAY_MS, START + 2.5 * DAY_MS, START + 3 * DAY_MS);
  const equity = buyAndHold(result, symbolWeights([strategy]), [chart], marks);
  const quantity = 1000 / (110 * 1.01);
  assert.ok(equity);
  assert.deepEqual([...equity], [1000, quantity * 120, quantity * 120, quantity * 90]);
  assert.equal(buyAndHold(result, symbolWeights([strategy]), [], marks), undefined);
});

test("weights follow the allocations", () => {
  const weights = symbolWeights([
    { ...strategy, symbols: ["BTC/USDT", "ETH/USDT"], capitalAllocation: 0.2 },
    { ...strategy, symbols: ["ETH/USDT"], capitalAllocation: 0.1 },
  ]);
  assert.ok(Math.abs((weights.get("BTC/USDT") ?? 0) - 1 / 3) < 1e-12);
  assert.ok(Math.abs((weights.get("ETH/USDT") ?? 0) - 2 / 3) < 1e-12);
});

test("regimes look only backward: later marks never change them", () => {
  const marks = Float64Array.from({ length: 200 }, (_, day) => 100 + 20 * Math.sin(day / 15) + 4 * Math.sin(day * 1.3));
  const all = regimesOf(marks);
  assert.deepEqual(regimesOf(marks.subarray(0, 120)), all.slice(0, 120));
  assert.equal(all[48], UNKNOWN_REGIME);
  assert.ok(new Set(all).size >= 4);
});

test("no trade, no candles: the report says so and divides by nothing", () => {
  const refusals = [{ time: START, strategy: "a", symbol: "BTC/USDT", code: "min_notional", detail: "5 < 10" }];
  const report = buildReport({
    result: runOfEquity(
      Array.from({ length: 40 }, () => 1000),
      { refusals },
    ),
    strategies: [strategy],
    charts: [],
    synthetic: false,
  });
  assert.equal(report.summary[0], "No trade was made in 39 days.");
  assert.ok(report.summary.includes("All 1 signals were refused; the table of refusals says why."));
  assert.equal(report.dailyReturns, null);
  assert.equal(report.curve.benchmark, null);
  assert.ok(!report.breakdowns.some(({ id }) => id === "regime"));
});

test("a halt is the first thing to know about the rest of a run", () => {
  const refusals = [{ time: START + DAY_MS, strategy: "a", symbol: "BTC/USDT", code: "drawdown_halt", detail: "" }];
  const { result } = generatedInput(24 * 40);
  const report = buildReport({ ...generatedInput(24 * 40), result: { ...result, refusals } });
  assert.ok(
    report.summary.some((sentence) => sentence.startsWith("Trading halted on 2024-01-02 00:00 UTC (drawdown_halt)")),
  );
});

test("a ruined account, and fills that no market gives, are said in words; another moment of sizing stands in the name", () => {
  const refusals = [{ time: START + DAY_MS, strategy: "a", symbol: "BTC/USDT", code: "ruined", detail: "" }];
  const { result } = generatedInput(24 * 40);
  const onClose = FILL_CONVENTIONS.get("backtesting.py-on-close") as FillConvention;
  const fillConvention = sizedAt(onClose, "decision").name;
  const report = buildReport({ ...generatedInput(24 * 40), result: { ...result, refusals, fillConvention } });
  assert.ok(report.summary.some((sentence) => sentence.startsWith("The account was ruined on 2024-01-02")));
  assert.ok(report.summary.includes("Fills at the signal's own close cannot be had in a live market."));
  assert.ok(
    report.conventions[0].text.startsWith("backtesting.py-on-close (sized at the decision): As backtesting.py"),
  );
  assert.equal(sizedAt(onClose, "fill"), onClose);
});

test("the CSV quotes what needs quoting and defuses formulas", () => {
  const [row] = buildReport({
    ...generatedInput(24 * 40),
    result: runOfEquity([1000, 1001], { trades: [trade({ strategy: '=HYPERLINK("x")', entryReason: "a, b" })] }),
  }).trades;
  const [header, line] = tradesCsv([row]).split("\r\n");
  assert.ok(header.startsWith("number,strategy,symbol"));
  assert.ok(line.includes(`"'=HYPERLINK(""x"")"`), line);
  assert.ok(line.includes('"a, b"'));
  assert.ok(line.includes("2024-01-01T00:00:00.000Z"));
});

test("numbers are written as people read them", () => {
  assert.equal(decimals(-12345.678), "−12,345.68");
  assert.equal(decimals(-0.001), "0.00");
  const digits = fc.integer({ min: 0, max: 12 });
  const halves = fc.tuple(fc.nat(), digits).map(([value, places]) => [value + 0.5, places] as const);
  const scaled = halves.map(([value, places]) => [value / 10 ** places, places] as const);
  fc.assert(
    fc.property(fc.oneof(scaled, fc.tuple(fc.double({ min: 0 }), digits)), ([value, places]) => {
      const options = { minimumFractionDigits: places, maximumFractionDigits: places };
      assert.equal(decimals(value, places), value.toLocaleString("en-US", options));
    }),
  );
  assert.equal(price(0.000012345), "0.0000123450");
  assert.equal(price(65432.1), "65,432.10");
  assert.equal(valueText(0.0312, "fraction", "USDT"), "3.12 %");
  assert.equal(valueText(12, "count", "USDT"), "12");
});

test("the time a report takes does not grow with the number of points, only with days and trades", () => {
  const { result, candles } = generatedRun({ candleCount: 200_000, timeframeMs: 60_000 });
  const charts = [{ symbol: "BTC/USDT", timeframe: "1m", candles, indicators: [] }];
  const input: ReportInput = { result, strategies: [{ ...strategy, timeframe: "1m" }], charts, synthetic: true };
  const started = performance.now();
  const { curve } = buildReport(input);
  // Generous, since the machine may be busy: with an object a point it would take far longer.
  assert.ok(performance.now() - started < 3_000);
  assert.ok(curve.time.length <= 4_002);
});
