/** Reading stored candles: the files' bytes go straight into the columns; there is nothing to parse. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CandleColumns, emptyCandles, firstAtOrAfter, sliceCandles } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { listMonths } from "./list.ts";
import { missingSeries } from "./missing.ts";
import { columnsInOrder, MonthFile } from "./month-file.ts";
import { nextMonthMs, type SeriesName, seriesFolder } from "./paths.ts";

export interface ReadRequest extends SeriesName {
  /** First open time wanted, milliseconds UTC, inclusive. */
  readonly from?: number;
  /** Open time at which to stop, milliseconds UTC, exclusive. */
  readonly to?: number;
}

/**
 * One set of columns over the whole range.
 * @throws CandlewrightError DATA_SERIES_MISSING, DATA_RANGE_EMPTY, DATA_STORE_FILE_BROKEN
 */
export function readSeries(root: string, request: ReadRequest): CandleColumns {
  return inRange(readMonths(monthsOf(root, request)), root, request);
}

/**
 * The same in other threads, several files at once, while this one does other work.
 * @throws as `readSeries`
 */
export async function loadSeries(root: string, request: ReadRequest): Promise<CandleColumns> {
  return inRange(await loadMonths(monthsOf(root, request)), root, request);
}

export function readMonths(paths: readonly string[]): CandleColumns {
  const { months, candles } = openMonths(paths);
  try {
    eachMonth(months, candles, (month, columns, at) => month.readInto(columns, at));
    return candles;
  } finally {
    for (const month of months) month.close();
  }
}

async function loadMonths(paths: readonly string[]): Promise<CandleColumns> {
  const { months, candles } = openMonths(paths);
  const loading: Promise<void>[] = [];
  eachMonth(months, candles, (month, columns, at) => loading.push(month.loadInto(columns, at)));
  // No file may be closed, and no error told, while another thread still reads.
  const ended = await Promise.allSettled(loading);
  for (const month of months) month.close();
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return candles;
}

/** All files are opened first: their sizes say how much memory the one set of columns needs. */
function openMonths(paths: readonly string[]): { months: MonthFile[]; candles: CandleColumns } {
  const months: MonthFile[] = [];
  try {
    for (const path of paths) months.push(new MonthFile(path));
  } catch (error) {
    for (const month of months) month.close();
    throw error;
  }
  return { months, candles: emptyCandles(months.reduce((sum, month) => sum + month.length, 0)) };
}

function eachMonth(
  months: readonly MonthFile[],
  candles: CandleColumns,
  visit: (month: MonthFile, columns: readonly Float64Array[], at: number) => void,
): void {
  const columns = columnsInOrder(candles);
  let at = 0;
  for (const month of months) {
    visit(month, columns, at);
    at += month.length;
  }
}

/** The files that can hold candles of the range. */
function monthsOf(root: string, request: ReadRequest): string[] {
  const { from = -Infinity, to = Infinity } = request;
  const folder = seriesFolder(root, request);
  return storedMonths(root, request)
    .filter((name) => overlaps(name, from, to))
    .map((name) => join(folder, name));
}

function storedMonths(root: string, request: ReadRequest): string[] {
  const folder = seriesFolder(root, request);
  const stored = existsSync(folder) ? listMonths(folder) : [];
  if (stored.length === 0) throw missingSeries(root, request);
  return stored;
}

function overlaps(name: string, from: number, to: number): boolean {
  const start = Date.parse(`${name.slice(0, 7)}-01T00:00:00Z`);
  return start < to && nextMonthMs(start) > from;
}

function inRange(candles: CandleColumns, root: string, request: ReadRequest): CandleColumns {
  const { from = -Infinity, to = Infinity } = request;
  const first = firstAtOrAfter(candles, from);
  const wanted = sliceCandles(candles, first, Math.max(first, firstAtOrAfter(candles, to)));
  if (wanted.length === 0) {
    const stored = storedMonths(root, request);
    const detail = `${request.exchange} ${request.symbol} ${request.timeframe} is stored for ${stored[0].slice(0, 7)} to ${stored[stored.length - 1].slice(0, 7)}.`;
    throw new CandlewrightError(dataErrors.rangeEmpty, { detail });
  }
  return wanted;
}
