/** Fills the store from an exchange: only what is missing, only closed candles, and on from where it stopped before. */
import { existsSync } from "node:fs";
import { type CandleColumns, emptyCandles } from "../../engine/candles.ts";
import { bucketStart, DAY_MS, timeframeMs } from "../../engine/timeframe.ts";
import { closedCandles } from "../closed.ts";
import { mergeCandles } from "../merge.ts";
import { listMonths } from "../store/list.ts";
import { makeFolderDurably } from "../store/durable.ts";
import { type SeriesName, seriesFolder } from "../store/paths.ts";
import type { CandleStore } from "../store/store.ts";
import { type Interval, readCoverage, stretchesOf, uncovered, union, writeCoverage } from "./coverage.ts";
import type { CandleSource } from "./source.ts";

export interface DownloadOptions {
  /** First open time wanted. Default: a year back, or where the store ends. */
  readonly from?: number;
  /** Open time at which to stop. Default: now. */
  readonly to?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

interface DownloadProgress {
  /** Candles' worth of time that was missing at the start. */
  readonly total: number;
  /** Candles' worth of time answered so far. */
  readonly done: number;
}

export interface DownloadResult {
  readonly series: SeriesName;
  readonly added: number;
  readonly replaced: number;
  /** Requests for candles that it took. */
  readonly pages: number;
}

const DEFAULT_SPAN_MS = 365 * DAY_MS;
/** Pages that a kill -9 may cost; they are only fetched again. */
const PAGES_PER_WRITE = 10;

/**
 * @throws CandlewrightError DOWNLOAD_...; the signal's reason when it is aborted. What came before is stored either way.
 */
export async function downloadSeries(
  source: CandleSource,
  store: CandleStore,
  series: SeriesName,
  options: DownloadOptions,
): Promise<DownloadResult> {
  const { symbol, timeframe } = series;
  const lengthMs = timeframeMs(timeframe);
  const folder = seriesFolder(store.root, series);
  await source.refuseUnoffered(symbol, timeframe);
  // The candle that holds the exchange's present moment has not closed.
  const serverTimeMs = await source.serverTimeMs();
  const closedUntil = bucketStart(serverTimeMs, lengthMs);
  const to = Math.min(options.to === undefined ? closedUntil : ceilToGrid(options.to, lengthMs), closedUntil);
  const stored = existsSync(folder) && listMonths(folder).length > 0 ? store.read(series) : emptyCandles(0);
  const from = bucketStart(options.from ?? defaultStart(stored, closedUntil), lengthMs);
  const covered = [...readCoverage(folder), ...stretchesOf(stored, lengthMs)];
  const missing = await skipBeforeListing(source, series, uncovered(from, to, covered));
  return new SeriesDownload(source, store, series, folder, options).run(missing, serverTimeMs);
}

class SeriesDownload {
  readonly #source: CandleSource;
  readonly #store: CandleStore;
  readonly #series: SeriesName;
  readonly #folder: string;
  readonly #options: DownloadOptions;
  readonly #result = { added: 0, replaced: 0, pages: 0 };
  #waiting: { candles: CandleColumns; intervals: Interval[]; pages: number } = nothingWaiting();

  constructor(source: CandleSource, store: CandleStore, series: SeriesName, folder: string, options: DownloadOptions) {
    this.#source = source;
    this.#store = store;
    this.#series = series;
    this.#folder = folder;
    this.#options = options;
  }

  async run(missing: readonly Interval[], serverTimeMs: number): Promise<DownloadResult> {
    const { symbol, timeframe } = this.#series;
    const { signal, onProgress } = this.#options;
    const lengthMs = timeframeMs(timeframe);
    const total = missing.reduce((sum, [from, to]) => sum + (to - from) / lengthMs, 0);
    let done = 0;
    onProgress?.({ total, done });
    try {
      for (const [from, to] of missing) {
        for (let at = from; at < to; ) {
          signal.throwIfAborted();
          const { candles, next } = await this.#source.fetchPage(symbol, timeframe, at, to);
          // Some exchanges cut days or weeks elsewhere than we do: their candle in progress may open before ours.
          const closed = closedCandles(candles, lengthMs, serverTimeMs);
          this.#keep(closed, [at, closed.length < candles.length ? candles.openTime[closed.length] : next]);
          done += (next - at) / lengthMs;
          at = next;
          onProgress?.({ total, done });
        }
      }
    } finally {
      // Also when the work is interrupted or fails: what came is stored.
      this.#write();
    }
    return { series: this.#series, ...this.#result };
  }

  #keep(candles: CandleColumns, interval: Interval): void {
    this.#waiting.candles = mergeCandles(this.#waiting.candles, candles).candles;
    this.#waiting.intervals.push(interval);
    this.#result.pages++;
    if (++this.#waiting.pages >= PAGES_PER_WRITE) this.#write();
  }

  /** First the candles, then the note that they are there: a crash in between costs a repetition, never a candle. */
  #write(): void {
    const { candles, intervals } = this.#waiting;
    if (intervals.length === 0) return;
    makeFolderDurably(this.#folder);
    const { added, replaced } = this.#store.write(this.#series, candles);
    this.#result.added += added;
    this.#result.replaced += replaced;
    writeCoverage(this.#folder, union([...readCoverage(this.#folder), ...intervals]));
    this.#waiting = nothingWaiting();
  }
}

function nothingWaiting() {
  return { candles: emptyCandles(0), intervals: [] as Interval[], pages: 0 };
}

function defaultStart(stored: CandleColumns, closedUntil: number): number {
  return stored.length > 0 ? stored.openTime[0] : closedUntil - DEFAULT_SPAN_MS;
}

function ceilToGrid(timeMs: number, lengthMs: number): number {
  const start = bucketStart(timeMs, lengthMs);
  return start === timeMs ? timeMs : start + lengthMs;
}

/** Only the first stretch can lie before the listing, and only where nothing older is stored. */
async function skipBeforeListing(source: CandleSource, series: SeriesName, missing: Interval[]): Promise<Interval[]> {
  if (missing.length === 0) return missing;
  const [[from, to], ...rest] = missing;
  const first = await source.firstCandleFrom(series.symbol, series.timeframe, from, to);
  const start = bucketStart(first, timeframeMs(series.timeframe));
  return start >= to ? rest : [[Math.max(from, start), to], ...rest];
}
