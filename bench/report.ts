/**
 * What a report costs: a run of a million equity points and about 15,000 trades, from the result to the report, and from
 * the report to the page. Least of five rounds; processor time beside the clock, since machines are busy.
 * Prints one JSON line. Run: node bench/report.ts
 */
import { buildReport } from "../src/monitor/report/build.ts";
import { reportHtml } from "../src/monitor/report/html/document.ts";
import { generatedRun } from "../test/support/runs.ts";

const ROUNDS = 5;

const { result, candles, fast, slow } = generatedRun({ candleCount: 1_000_000, timeframeMs: 60_000 });
const charts = [
  {
    symbol: "BTC/USDT",
    timeframe: "1m",
    candles,
    indicators: [
      { name: "ema(close, 12)", pane: "price", values: fast },
      { name: "ema(close, 26)", pane: "price", values: slow },
    ],
  },
];
const strategies = [
  {
    name: "ema_crossover",
    strategyName: "ema_crossover",
    parameters: { short_window: 12, long_window: 26 },
    symbols: ["BTC/USDT"],
    timeframe: "1m",
    capitalAllocation: 0.5,
  },
];

/** Least milliseconds of several rounds: by the clock, and of the processor. */
function least<Result>(work: () => Result): { clockMs: number; processorMs: number; value: Result } {
  let clockMs = Infinity;
  let processorMs = Infinity;
  let value = work();
  for (let round = 1; round < ROUNDS; round++) {
    const processor = process.cpuUsage();
    const started = performance.now();
    value = work();
    clockMs = Math.min(clockMs, performance.now() - started);
    const used = process.cpuUsage(processor);
    processorMs = Math.min(processorMs, (used.user + used.system) / 1000);
  }
  return { clockMs: Math.round(clockMs), processorMs: Math.round(processorMs), value };
}

const report = least(() => buildReport({ result, strategies, charts, synthetic: true }));
const page = least(() => reportHtml(report.value, charts));
process.stdout.write(
  `${JSON.stringify({
    points: result.curve.time.length,
    trades: result.trades.length,
    report: { clockMs: report.clockMs, processorMs: report.processorMs },
    page: { clockMs: page.clockMs, processorMs: page.processorMs, bytes: page.value.length },
  })}\n`,
);
