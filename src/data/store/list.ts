/** What a data folder holds, read from the folders' names and the ends of the files. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { timeframeMs } from "../../engine/timeframe.ts";
import { MonthFile } from "./month-file.ts";
import { MONTH_FILE, type SeriesName, symbolOfFolder } from "./paths.ts";

export interface StoredSeries extends SeriesName {
  /** Number of candles. */
  readonly candles: number;
  /** Open time of the first candle, milliseconds UTC. */
  readonly firstOpenTime: number;
  /** Open time of the last candle, milliseconds UTC. */
  readonly lastOpenTime: number;
  /** Number of month files. */
  readonly months: number;
}

export function listSeries(root: string): StoredSeries[] {
  const found: StoredSeries[] = [];
  for (const exchange of foldersIn(root)) {
    for (const symbol of foldersIn(join(root, exchange))) {
      for (const timeframe of timeframesIn(join(root, exchange, symbol))) {
        const series = describe(join(root, exchange, symbol, timeframe), {
          exchange,
          symbol: symbolOfFolder(symbol),
          timeframe,
        });
        if (series !== undefined) found.push(series);
      }
    }
  }
  return found;
}

/** Timeframes of one symbol's folder, shortest first. */
export function timeframesIn(symbolPath: string): string[] {
  return foldersIn(symbolPath)
    .filter((name) => /^[1-9]\d{0,3}[mhdw]$/.test(name))
    .filter((name) => listMonths(join(symbolPath, name)).length > 0)
    .sort((a, b) => timeframeMs(a) - timeframeMs(b));
}

export function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

/** Names of the month files in a series' folder, oldest first. */
export function listMonths(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => MONTH_FILE.test(file))
    .sort();
}

function describe(folder: string, name: SeriesName): StoredSeries | undefined {
  const files = listMonths(folder);
  let candles = 0;
  let firstOpenTime = Number.NaN;
  let lastOpenTime = Number.NaN;
  for (const file of files) {
    const month = new MonthFile(join(folder, file));
    try {
      if (month.length === 0) continue;
      if (candles === 0) firstOpenTime = month.openTimeAt(0);
      lastOpenTime = month.openTimeAt(month.length - 1);
      candles += month.length;
    } finally {
      month.close();
    }
  }
  return candles === 0 ? undefined : { ...name, candles, firstOpenTime, lastOpenTime, months: files.length };
}
