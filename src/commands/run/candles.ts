/** The stored candles of a run. Light to import: they can be on their way while the engine is still being loaded. */
import type { Settings } from "../../config/settings.ts";
import { loadSeries } from "../../data/store/read-series.ts";
import type { CandleColumns } from "../../engine/candles.ts";
import type { StreamKey } from "../../engine/expression/block.ts";
import type { Stream } from "../../engine/timeline.ts";

export interface CandleSource {
  readonly dataFolder: string;
  /** Exchange whose stored candles are used; `synthetic` for generated ones. */
  readonly candlesOf: string;
  /** Timeframe of finer candles that decide where one candle holds stop and target; undefined: none. */
  readonly drillDown?: string;
}

export interface RunCandles {
  /** As `streamKeys` orders them. */
  readonly streams: readonly Stream[];
  /** By symbol; empty without a drill-down. */
  readonly finer: ReadonlyMap<string, CandleColumns>;
}

/** The streams that the strategies need, each once. */
export function streamKeys(strategies: readonly { symbols: readonly string[]; timeframe: string }[]): StreamKey[] {
  const keys = strategies.flatMap(({ symbols, timeframe }) => symbols.map((symbol) => ({ symbol, timeframe })));
  return [...new Map(keys.map((key) => [`${key.symbol} ${key.timeframe}`, key])).values()];
}

/** All symbols of all strategies, each once. */
export function symbolsOf({ strategies }: Pick<Settings, "strategies">): string[] {
  return [...new Set(strategies.flatMap((strategy) => strategy.symbols))];
}

/**
 * One series after the other: each one's files are open at once.
 * @throws CandlewrightError DATA_...
 */
export async function loadCandles(
  { strategies, backtest }: Settings,
  { dataFolder, candlesOf, drillDown }: CandleSource,
): Promise<RunCandles> {
  const range = {
    ...(backtest.startTime === undefined ? {} : { from: backtest.startTime }),
    ...(backtest.endTime === undefined ? {} : { to: backtest.endTime }),
  };
  const load = (symbol: string, timeframe: string) =>
    loadSeries(dataFolder, { exchange: candlesOf, symbol, timeframe, ...range });
  const streams: Stream[] = [];
  for (const key of streamKeys(strategies)) streams.push({ ...key, candles: await load(key.symbol, key.timeframe) });
  const finer = new Map<string, CandleColumns>();
  if (drillDown !== undefined)
    for (const symbol of symbolsOf({ strategies })) finer.set(symbol, await load(symbol, drillDown));
  return { streams, finer };
}
