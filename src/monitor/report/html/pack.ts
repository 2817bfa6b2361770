/** Makes the page's data small: candles thinned where there are too many, numbers as differences, all of it compressed. */
import { gzipSync } from "node:zlib";
import { bucketStart, DAY_MS, HOUR_MS, MINUTE_MS, timeframeMs } from "../../../engine/timeframe.ts";
import type { ChartInput } from "../chart-input.ts";
import { decimals } from "../number-format.ts";
import type { Report, ReportTrade } from "../report.ts";
import type { PackedChart, PackedNumbers, PageData, PageTrade } from "./page/page-data.ts";

/** Over all symbols: more would make the page heavy and no clearer. */
const CANDLES_SHOWN = 60_000;

/** @param values NaN becomes null */
export function pack(values: ArrayLike<number>, decimalPlaces: number): PackedNumbers {
  const scale = 10 ** decimalPlaces;
  const steps: (number | null)[] = [];
  let previous = 0;
  for (let index = 0; index < values.length; index++) {
    const value = Math.round(values[index] * scale);
    steps.push(Number.isFinite(value) ? value - previous + 0 : null);
    if (Number.isFinite(value)) previous = value;
  }
  return { decimals: decimalPlaces, steps };
}

/** The least number of decimals that shows the largest of these values to so many significant digits, or all exactly. */
export function decimalsFor(values: ArrayLike<number>, significantDigits = 8): number {
  let largest = 0;
  const step = Math.max(1, Math.floor(values.length / 500));
  const probes: number[] = [];
  for (let index = 0; index < values.length; index += step) {
    if (!Number.isFinite(values[index])) continue;
    probes.push(values[index]);
    largest = Math.max(largest, Math.abs(values[index]));
  }
  if (largest === 0) return 0;
  const most = Math.min(12, Math.max(0, significantDigits - 1 - Math.floor(Math.log10(largest))));
  for (let places = 0; places < most; places++) {
    const scale = 10 ** places;
    if (probes.every((value) => Math.abs(Math.round(value * scale) / scale - value) <= largest * 1e-10)) return places;
  }
  return most;
}

const NICE_TIMEFRAMES: readonly (readonly [name: string, lengthMs: number])[] = [
  ["5m", 5 * MINUTE_MS],
  ["15m", 15 * MINUTE_MS],
  ["30m", 30 * MINUTE_MS],
  ["1h", HOUR_MS],
  ["2h", 2 * HOUR_MS],
  ["4h", 4 * HOUR_MS],
  ["8h", 8 * HOUR_MS],
  ["1d", DAY_MS],
  ["1w", 7 * DAY_MS],
];

/** Indices of the first candle of each coarser candle, and the total length as the last entry. */
function bucketEdges(openTime: Float64Array, length: number, bucketMs: number): number[] {
  const edges: number[] = [];
  let current = NaN;
  for (let index = 0; index < length; index++) {
    const bucket = bucketStart(openTime[index], bucketMs);
    if (bucket !== current) edges.push(index);
    current = bucket;
  }
  edges.push(length);
  return edges;
}

/** Draws one value from each coarser candle's run of finer ones. */
function thin(edges: readonly number[], pick: (from: number, to: number) => number): Float64Array {
  return Float64Array.from({ length: edges.length - 1 }, (_, index) => pick(edges[index], edges[index + 1]));
}

export function packChart(chart: ChartInput, limit: number): PackedChart {
  const { candles, symbol } = chart;
  const lengthMs = timeframeMs(chart.timeframe);
  const coarser = NICE_TIMEFRAMES.find(
    ([, bucketMs]) => bucketMs % lengthMs === 0 && (candles.length * lengthMs) / bucketMs <= limit,
  );
  const [timeframe, bucketMs] =
    candles.length <= limit || coarser === undefined ? ([chart.timeframe, lengthMs] as const) : coarser;
  const edges = bucketEdges(candles.openTime, candles.length, bucketMs);
  const places = decimalsFor(candles.close.subarray(0, candles.length));
  const last = (values: Float64Array) => thin(edges, (_, to) => values[to - 1]);
  const extreme = (values: Float64Array, better: (left: number, right: number) => number) =>
    thin(edges, (from, to) => values.subarray(from, to).reduce((left, right) => better(left, right)));
  const volume = thin(edges, (from, to) => candles.volume.subarray(from, to).reduce((sum, value) => sum + value, 0));
  return {
    symbol,
    timeframe,
    note:
      timeframe === chart.timeframe
        ? ""
        : `${decimals(candles.length, 0)} candles of ${chart.timeframe} are shown as ${timeframe}; all figures use every candle.`,
    time: pack(
      thin(edges, (from) => bucketStart(candles.openTime[from], bucketMs) / 1000),
      0,
    ),
    open: pack(
      thin(edges, (from) => candles.open[from]),
      places,
    ),
    high: pack(extreme(candles.high, Math.max), places),
    low: pack(extreme(candles.low, Math.min), places),
    close: pack(last(candles.close), places),
    volume: pack(volume, Math.min(3, decimalsFor(volume))),
    indicators: chart.indicators.map(({ name, pane, values }) => ({
      name,
      pane,
      values: pack(last(values), pane === "price" ? places : decimalsFor(values, 5)),
    })),
  };
}

function pageTrade(trade: ReportTrade): PageTrade {
  return {
    number: trade.number,
    strategy: trade.strategy,
    symbol: trade.symbol,
    short: trade.direction === "short",
    entryTime: Math.floor(trade.entryTime / 1000),
    exitTime: Math.floor(trade.exitTime / 1000),
    entryPrice: significant(trade.entryPrice, 9),
    exitPrice: significant(trade.exitPrice, 9),
    profit: significant(trade.profit, 6),
    profitFraction: significant(trade.profitFraction, 5),
    riskMultiple: trade.riskMultiple === null ? null : significant(trade.riskMultiple, 4),
    stopPrice: trade.initialStopPrice === null ? null : significant(trade.initialStopPrice, 9),
    fees: significant(trade.fees, 6),
    entries: trade.entries,
    exitReason: trade.exitReason,
    entryReason: trade.entryReason,
    adverse: significant(trade.maxAdverseExcursion, 5),
    favourable: significant(trade.maxFavourableExcursion, 5),
  };
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

const seconds = (timesMs: readonly number[]): number[] => timesMs.map((time) => Math.floor(time / 1000));

/** Everything that the page's script needs. */
export function pageData(report: Report, charts: readonly ChartInput[]): PageData {
  const { curve, rollingSharpe } = report;
  const limit = Math.floor(CANDLES_SHOWN / Math.max(1, charts.length));
  const money = decimalsFor([report.run.startingCash, 0.01]);
  return {
    currency: report.run.currency,
    charts: charts.map((chart) => packChart(chart, limit)),
    trades: report.trades.map(pageTrade),
    curve: {
      time: pack(seconds(curve.time), 0),
      equity: pack(curve.equity, money),
      drawdown: pack(curve.drawdown, 6),
      benchmark: curve.benchmark === null ? null : pack(curve.benchmark, money),
    },
    rollingSharpe:
      rollingSharpe === null
        ? null
        : {
            days: rollingSharpe.days,
            time: pack(seconds(rollingSharpe.time), 0),
            sharpe: pack(
              rollingSharpe.sharpe.map((value) => value ?? NaN),
              3,
            ),
          },
  };
}

/** Base64 of gzip: nothing in it can end the element that holds it. */
export function compressed(data: PageData): string {
  return gzipSync(JSON.stringify(data), { level: 6 }).toString("base64");
}
