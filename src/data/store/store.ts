/**
 * The candle store: one NumPy file a month and series, replaced whole or not at all.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type CandleColumns, emptyCandles, sliceCandles, firstAtOrAfter } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { mergeCandles } from "../merge.ts";
import { type DurableFiles, makeFolderDurably, nodeFiles, type Replacement, replaceFiles } from "./durable.ts";
import { listMonths, listSeries, type StoredSeries } from "./list.ts";
import { acquireLock } from "./lock.ts";
import { columnsInOrder, encodeMonth } from "./month-file.ts";
import { COVERAGE_FILE, monthFile, nextMonthMs, type SeriesName, seriesFolder } from "./paths.ts";
import { type ReadRequest, readMonths, readSeries } from "./read-series.ts";

export interface WriteResult {
  readonly added: number;
  /** Stored candles whose values changed. */
  readonly replaced: number;
  readonly unchanged: number;
}

export interface CandleStore {
  readonly root: string;
  /**
   * One set of columns over the whole range.
   * @throws CandlewrightError DATA_SERIES_MISSING (says which timeframes are there), DATA_RANGE_EMPTY, DATA_STORE_FILE_BROKEN
   */
  read(request: ReadRequest): CandleColumns;
  /**
   * Merges candles into what is stored, by open time; the new values stand. Durable when it returns.
   * Each month's file is replaced as a whole: after a crash it is the old or the new one.
   * @throws CandlewrightError DATA_INVALID_CANDLES before anything is written, DATA_WRITE_FAILED, DATA_STORE_BUSY
   */
  write(series: SeriesName, candles: CandleColumns): WriteResult;
  /** Removes a series; nothing happens where there is none. */
  remove(series: SeriesName): void;
  /** Every stored series with its extent, sorted by exchange, symbol and length of the timeframe. */
  list(): StoredSeries[];
}

/** Opens the store in a data folder; the folder need not exist yet. */
export function openStore(root: string, files: DurableFiles = nodeFiles): CandleStore {
  return {
    root,
    read: (request) => readSeries(root, request),
    write: (series, candles) => writeSeries(root, series, candles, files),
    remove: (series) => removeSeries(root, series),
    list: () => listSeries(root),
  };
}

function writeSeries(root: string, series: SeriesName, candles: CandleColumns, files: DurableFiles): WriteResult {
  const folder = seriesFolder(root, series);
  refuseInvalid(candles);
  const total = { added: 0, replaced: 0, unchanged: 0 };
  if (candles.length === 0) return total;
  try {
    makeFolderDurably(folder);
    const lock = acquireLock(join(folder, ".writing"));
    try {
      removeLeftovers(folder);
      const months = mergedMonths(folder, candles, (month) => {
        total.added += month.added;
        total.replaced += month.replaced;
        total.unchanged += month.unchanged;
        lock.touch();
      });
      replaceFiles(months, files);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof CandlewrightError) throw error;
    throw new CandlewrightError(dataErrors.writeFailed, { file: folder, detail: String(error), cause: error });
  }
  return total;
}

/** Month by month, so that only one is in memory besides the candles; months in which nothing changes are left alone. */
function* mergedMonths(
  folder: string,
  candles: CandleColumns,
  onMerged: (result: WriteResult) => void,
): Generator<Replacement> {
  for (let from = 0; from < candles.length; ) {
    const to = firstAtOrAfter(candles, nextMonthMs(candles.openTime[from]));
    const path = join(folder, monthFile(candles.openTime[from]));
    const stored = existsSync(path) ? readMonths([path]) : emptyCandles(0);
    const merged = mergeCandles(stored, sliceCandles(candles, from, to));
    onMerged(merged);
    if (merged.added + merged.replaced > 0) yield { path, parts: encodeMonth(merged.candles) };
    from = to;
  }
}

/** What a killed writer left behind; called by the holder of the lock. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith(".tmp")) rmSync(join(folder, name), { force: true });
}

function removeSeries(root: string, series: SeriesName): void {
  const folder = seriesFolder(root, series);
  if (!existsSync(folder)) return;
  const lock = acquireLock(join(folder, ".writing"));
  try {
    // What a download knows of the series goes with it, first: it must never promise candles that are gone.
    for (const name of [COVERAGE_FILE, ...listMonths(folder)]) rmSync(join(folder, name), { force: true });
  } finally {
    lock.release();
  }
}

function refuseInvalid(candles: CandleColumns): void {
  const columns = columnsInOrder(candles);
  for (let i = 0; i < candles.length; i++) {
    const time = candles.openTime[i];
    if (!Number.isInteger(time) || Math.abs(time) > 8.64e15 || (i > 0 && time <= candles.openTime[i - 1])) {
      throw new CandlewrightError(dataErrors.invalidCandles, { detail: `Candle ${i} has the open time ${time}.` });
    }
    for (const column of columns) {
      if (!Number.isFinite(column[i])) {
        const detail = `Candle ${i} (${new Date(time).toISOString()}) holds a value that is not a number.`;
        throw new CandlewrightError(dataErrors.invalidCandles, { detail });
      }
    }
  }
}
