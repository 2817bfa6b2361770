/** Candles from lists of values, and what expressions make of them. */
import { type CandleColumns, emptyCandles } from "../../src/engine/candles.ts";
import { evaluate } from "../../src/engine/expression/evaluate.ts";
import type { Series } from "../../src/engine/expression/node.ts";
import { HOUR_MS } from "../../src/engine/timeframe.ts";

/** Hourly candles without body or range at these prices, from 2024-01-01 on. */
export function candlesOf(prices: readonly number[], volumes: readonly number[] = []): CandleColumns {
  const candles = emptyCandles(prices.length);
  prices.forEach((price, i) => {
    candles.openTime[i] = Date.UTC(2024, 0, 1) + i * HOUR_MS;
    candles.open[i] = candles.high[i] = candles.low[i] = candles.close[i] = price;
    candles.volume[i] = volumes[i] ?? 1;
  });
  return candles;
}

/** The values of a series on hourly candles. */
export function valuesOf(series: Series, candles: CandleColumns): number[] {
  return [...evaluate([series], candles, { timeframe: "1h" })[0]];
}
