/** Where a series lies: `<root>/<exchange>/<BASE-QUOTE>/<timeframe>/<YYYY-MM>.npy`. */
import { join } from "node:path";
import { CandlewrightError } from "../../engine/errors.ts";
import { timeframeMs } from "../../engine/timeframe.ts";
import { dataErrors } from "../errors.ts";

/** Names one series of candles. */
export interface SeriesName {
  /** Lower case: `binance`. */
  readonly exchange: string;
  /** `BTC/USDT`. */
  readonly symbol: string;
  /** `15m`. */
  readonly timeframe: string;
}

/** Generated candles have an exchange of their own: they are never taken for, or mixed with, a real market's. */
export const SYNTHETIC_EXCHANGE = "synthetic";

/** What a download knows of the series beside its months. */
export const COVERAGE_FILE = "coverage.json";

export const MONTH_FILE = /^(\d{4})-(0[1-9]|1[0-2])\.npy$/;

/** The symbol as a folder name: `BTC-USDT`; a contract's settlement currency follows an underscore. */
export function symbolFolder(symbol: string): string {
  return symbol.replace("/", "-").replace(":", "_");
}

export function symbolOfFolder(folder: string): string {
  return folder.replace("-", "/").replace("_", ":");
}

/** @throws CandlewrightError DATA_INVALID_NAME or TIMEFRAME_INVALID: nothing that could leave the data folder passes */
export function seriesFolder(root: string, series: SeriesName): string {
  if (!/^[a-z][a-z0-9_]{0,31}$/.test(series.exchange)) {
    throw new CandlewrightError(dataErrors.invalidName, { detail: `Exchange ${JSON.stringify(series.exchange)}.` });
  }
  if (!/^[A-Za-z0-9.]{1,20}\/[A-Za-z0-9.]{1,20}(:[A-Za-z0-9.]{1,20})?$/.test(series.symbol)) {
    throw new CandlewrightError(dataErrors.invalidName, { detail: `Symbol ${JSON.stringify(series.symbol)}.` });
  }
  timeframeMs(series.timeframe);
  return join(root, series.exchange, symbolFolder(series.symbol), series.timeframe);
}

/** Name of the month's file that holds an open time: `2024-01.npy`. */
export function monthFile(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 7)}.npy`;
}

/** First instant of the month after the one that holds `timeMs`. */
export function nextMonthMs(timeMs: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
