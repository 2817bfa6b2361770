/** Short ways to see what a strategy does on given candles: for the tests that stand beside strategies. */
import { type CandleColumns, emptyCandles } from "../engine/candles.ts";
import type { StrategyInstance } from "../engine/compile.ts";
import { readBit } from "../engine/expression/bits.ts";
import type { Column } from "../engine/expression/column.ts";
import type { FeatureValues } from "../engine/expression/feature.ts";
import { PlanBuilder } from "../engine/expression/plan-builder.ts";
import { FILL_CONVENTIONS } from "../engine/fills/convention.ts";
import { NO_ADDING, NO_PROTECTION, type ProtectionRules, UNLIMITED } from "../engine/limits.ts";
import type { MarketKind, MarketRules } from "../engine/market.ts";
import type { RunResult } from "../engine/result.ts";
import { type BacktestInput, runBacktest } from "../engine/run.ts";
import { SIGNAL_CONDITIONS, SIGNAL_SERIES } from "../engine/strategy.ts";
import { timeframeMs } from "../engine/timeframe.ts";
import { type Stream, Timeline } from "../engine/timeline.ts";
import type { Strategy } from "./define-strategy.ts";
import { instantiate } from "./instantiate.ts";

export interface TryOutOptions {
  /** Those left out take their defaults. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Default: 1h. */
  readonly timeframe?: string;
  /** Outside series by name. */
  readonly features?: ReadonlyMap<string, FeatureValues>;
}

export interface BacktestOptions extends TryOutOptions {
  readonly market?: MarketKind;
  /** Of every fill's notional; default 0. */
  readonly feeRate?: number;
  readonly startingCash?: number;
  /** Share of the equity that is used; default 1. */
  readonly capitalAllocation?: number;
  readonly protection?: Partial<ProtectionRules>;
  /** Instants computed at once: nothing may depend on it. */
  readonly blockSize?: number;
  readonly skipsQuietInstants?: boolean;
}

/** Candles by symbol; for a strategy with roles in the order of the roles. */
export type CandlesBySymbol = Readonly<Record<string, CandleColumns>>;

/** One value a candle: 1, 0 or NaN (unknown) for a condition. */
export type SignalValues = Readonly<Record<string, Float64Array>>;

const TIMEFRAME = "1h";

/**
 * Candles without gaps that close at these prices. Each opens at the close before it; the price moves straight from one
 * to the other.
 * @param start open time of the first, milliseconds UTC
 */
export function candlesFromCloses(
  closes: readonly number[],
  { timeframe = TIMEFRAME, start = Date.UTC(2024, 0, 1) } = {},
): CandleColumns {
  const candles = emptyCandles(closes.length);
  closes.forEach((close, row) => {
    const open = row === 0 ? close : closes[row - 1];
    candles.openTime[row] = start + row * timeframeMs(timeframe);
    candles.open[row] = open;
    candles.high[row] = Math.max(open, close);
    candles.low[row] = Math.min(open, close);
    candles.close[row] = close;
    candles.volume[row] = 1;
  });
  return candles;
}

/** The candles (counted from 0) on which each condition is true. */
export function firesAt(
  strategy: Strategy,
  candles: CandleColumns,
  options: TryOutOptions = {},
): Readonly<Record<string, readonly number[]>> {
  const values = Object.entries(signalValues(strategy, { "A/USDT": candles }, options)["A/USDT"]);
  const rows = (signal: Float64Array) => Array.from(signal.keys()).filter((row) => signal[row] === 1);
  const conditions: readonly string[] = SIGNAL_CONDITIONS;
  return Object.fromEntries(values.filter(([name]) => conditions.includes(name)).map(([name, v]) => [name, rows(v)]));
}

/** Every signal's value on every candle, by symbol. Only what money decides (sizes, refusals, fills) is not in it. */
export function signalValues(
  strategy: Strategy,
  candles: CandlesBySymbol,
  options: TryOutOptions = {},
): Readonly<Record<string, SignalValues>> {
  const instance = instanceOf(strategy, candles, options);
  const streams = streamsOf(candles, options);
  const blockSize = 256;
  const builder = new PlanBuilder(streams, blockSize, planInputs(options));
  const places =
    instance.roles === undefined
      ? instance.symbols.map((symbol) => ["", symbol] as const)
      : Object.entries(instance.roles);
  const columns = places.flatMap(([role, symbol]) => signalColumns(builder, instance, role, symbol));
  const plan = builder.build();
  const values = columns.map(({ symbol }) => new Float64Array(candles[symbol].length));
  const timeline = new Timeline(streams, blockSize);
  for (let block = timeline.nextBlock(); block !== undefined; block = timeline.nextBlock()) {
    plan.run(block);
    for (const [n, { symbol, column }] of columns.entries()) {
      const { from, count } = block.streams[streams.findIndex((stream) => stream.symbol === symbol)];
      for (let row = 0; row < count; row++) values[n][from + row] = valueAt(column, row);
    }
  }
  return Object.fromEntries(
    instance.symbols.map((symbol) => [
      symbol,
      Object.fromEntries(columns.flatMap((c, n) => (c.symbol === symbol ? [[c.name, values[n]]] : []))),
    ]),
  );
}

/**
 * A backtest with 10,000 of cash, no costs and no limits unless told otherwise, filled by the default convention.
 * @throws CandlewrightError also what the strategy's `onCandle` throws
 */
export function backtest(strategy: Strategy, candles: CandlesBySymbol, options: BacktestOptions = {}): RunResult {
  const { market = "spot", feeRate = 0, startingCash = 10_000, blockSize, skipsQuietInstants } = options;
  const rules: MarketRules = {
    kind: market,
    tickSize: 0,
    lotSize: 0,
    minQuantity: 0,
    minNotional: 0,
    makerFeeRate: feeRate,
    takerFeeRate: feeRate,
  };
  const [convention] = FILL_CONVENTIONS.values();
  const input: BacktestInput = {
    strategies: [instanceOf(strategy, candles, options)],
    streams: streamsOf(candles, options),
    markets: new Map(Object.keys(candles).map((symbol) => [symbol, rules])),
    settings: {
      startingCash,
      currency: Object.keys(candles)[0].split("/")[1],
      convention,
      limits: UNLIMITED,
      slippageRate: 0,
      spreadRate: 0,
      cashBuffer: 0,
    },
    planInputs: planInputs(options),
    onFailure: ({ error }) => {
      throw error;
    },
    ...(blockSize === undefined ? {} : { blockSize }),
    ...(skipsQuietInstants === undefined ? {} : { skipsQuietInstants }),
  };
  return runBacktest(input);
}

function instanceOf(strategy: Strategy, candles: CandlesBySymbol, options: BacktestOptions): StrategyInstance {
  return instantiate(strategy, {
    name: strategy.name,
    parameters: options.parameters ?? {},
    symbols: Object.keys(candles),
    timeframe: options.timeframe ?? TIMEFRAME,
    capitalAllocation: options.capitalAllocation ?? 1,
    protection: { ...NO_PROTECTION, ...options.protection },
    adding: NO_ADDING,
    sizing: { rule: "fraction_of_equity" },
  });
}

function streamsOf(candles: CandlesBySymbol, { timeframe = TIMEFRAME }: TryOutOptions): readonly Stream[] {
  return Object.entries(candles).map(([symbol, columns]) => ({ symbol, timeframe, candles: columns }));
}

function planInputs({ features }: TryOutOptions) {
  return features === undefined ? {} : { features };
}

interface NamedColumn {
  readonly symbol: string;
  readonly name: string;
  readonly column: Column;
}

function signalColumns(builder: PlanBuilder, instance: StrategyInstance, role: string, symbol: string): NamedColumn[] {
  const signals = instance.signals[role] ?? {};
  const binding = {
    timeframe: instance.timeframe,
    roles: instance.roles ?? { "": symbol },
    symbols: instance.symbols,
  };
  const conditions = SIGNAL_CONDITIONS.flatMap((name) => {
    const node = signals[name];
    return node === undefined ? [] : [{ symbol, name, column: builder.condition(node, binding, role) }];
  });
  const series = SIGNAL_SERIES.flatMap((name) => {
    const node = signals[name];
    return node === undefined ? [] : [{ symbol, name, column: builder.series(node, binding, role) }];
  });
  return [...conditions, ...series];
}

function valueAt(column: Column, row: number): number {
  if (column.kind === "series") return column.values[column.offset + row];
  return readBit(column.known, row) ? Number(readBit(column.isTrue, row)) : NaN;
}
