/** Brings candle files into the store: parse, judge, merge. Nothing is written before the whole file was judged. */
import { basename } from "node:path";
import type { CandleColumns } from "../engine/candles.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { timeframeMs } from "../engine/timeframe.ts";
import { arrangeCandles } from "./arrange.ts";
import { checkCandles, type Finding, isImpossible, sortFindings } from "./check.ts";
import { closedCandles } from "./closed.ts";
import { dataErrors } from "./errors.ts";
import { type CsvOptions, parseCsv } from "./formats/csv.ts";
import { parseJson } from "./formats/json.ts";
import { parseNpy } from "./formats/npy-candles.ts";
import type { ParsedCandles } from "./formats/parsed.ts";
import { type UnpackedFile, unpackFile } from "./formats/unpack.ts";
import { refuseOtherMarket } from "./import-guard.ts";
import type { SeriesName } from "./store/paths.ts";
import type { CandleStore, WriteResult } from "./store/store.ts";
import { hintsOfName, parseSymbol } from "./symbols.ts";
import { timeframeName, usualStepMs } from "./timeframes.ts";

export interface ImportOptions extends CsvOptions {
  /** What the file's name or content does not tell, or tells wrongly. */
  readonly exchange?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  /** The present, milliseconds UTC: a candle that closes later is left out as unfinished. */
  readonly nowMs: number;
}

/** A file's candles, judged and in order, ready to be stored. */
export interface JudgedFile {
  readonly file: string;
  readonly series: SeriesName;
  readonly candles: CandleColumns;
  readonly findings: readonly Finding[];
}

export interface ImportedFile extends JudgedFile {
  readonly result: WriteResult;
}

/**
 * Imports one file, or every file inside an archive.
 * @throws CandlewrightError naming file, line and cause; then nothing of it was stored
 */
export async function importFile(store: CandleStore, path: string, options: ImportOptions): Promise<ImportedFile[]> {
  const judged = await judgeFile(path, options);
  for (const { file, series, candles } of judged) refuseOtherMarket(store, file, series, candles);
  return judged.map((file) => ({ ...file, result: store.write(file.series, file.candles) }));
}

/** Reads and judges a file without storing anything. Errors as `importFile`. */
export async function judgeFile(path: string, options: ImportOptions): Promise<JudgedFile[]> {
  const judged: JudgedFile[] = [];
  for (const unpacked of await unpackFile(path)) {
    const file =
      path.endsWith(unpacked.name) || path.endsWith(`${unpacked.name}.gz`) ? path : `${path}/${unpacked.name}`;
    judged.push(judge(file, await parse(unpacked, file, options), options));
  }
  if (judged.length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file: path });
  return judged;
}

async function parse({ name, bytes }: UnpackedFile, file: string, options: ImportOptions): Promise<ParsedCandles> {
  if (/\.(csv|txt|tsv)$/i.test(name)) return parseCsv(bytes, file, options);
  if (/\.json$/i.test(name)) return parseJson(bytes, file, options.timeUnit);
  if (/\.npy$/i.test(name)) return parseNpy(bytes, file, options.timeUnit);
  const frame = /\.(feather|parquet)$/i.exec(name)?.[1].toLowerCase();
  if (frame === "feather" || frame === "parquet") {
    const { parseDataFrame } = await import("./formats/data-frame.ts");
    return parseDataFrame({ format: frame, bytes }, file, options);
  }
  throw new CandlewrightError(dataErrors.unknownFormat, { file });
}

function judge(file: string, parsed: ParsedCandles, options: ImportOptions): JudgedFile {
  refuseWrongColumns(file, parsed);
  if (parsed.timesAreEnds) endsToOpenTimes(parsed.candles);
  const arranged = arrangeCandles(parsed.candles);
  const series = findSeries(file, parsed, arranged.candles, options);
  const lengthMs = timeframeMs(series.timeframe);
  const findings = checkCandles(arranged.candles, lengthMs, options.nowMs);
  const line = (row: number) => (parsed.firstLine === undefined ? `row ${row}` : `line ${parsed.firstLine + row}`);
  for (const row of arranged.disorderedRows) {
    const time = parsed.candles.openTime[row];
    findings.push({ kind: "disorder", from: time, to: time, count: 1, detail: line(row) });
  }
  for (const { row, openTime, equal } of arranged.duplicates) {
    const detail = `${line(row)}, ${equal ? "equal to the other" : "other values than the one before: the later one is kept"}`;
    findings.push({ kind: "duplicate", from: openTime, to: openTime, count: 1, detail });
  }
  findings.push(...cutShort(parsed, lengthMs));
  const candles = closedCandles(arranged.candles, lengthMs, options.nowMs);
  return { file, series, candles, findings: sortFindings(findings) };
}

/** A file that tells only when its candles end: they opened one usual step before. */
function endsToOpenTimes(candles: CandleColumns): void {
  const stepMs = Math.abs(usualStepMs(candles) ?? 0);
  for (let i = 0; i < candles.length; i++) candles.openTime[i] -= stepMs;
}

/** Where a file's rows are mostly impossible its columns were misread: that is no property of the market. */
function refuseWrongColumns(file: string, { candles, firstLine }: ParsedCandles): void {
  let impossible = 0;
  let first = -1;
  for (let i = 0; i < candles.length; i++) {
    if (!isImpossible(candles, i)) continue;
    if (impossible++ === 0) first = i;
  }
  if (impossible <= Math.max(3, candles.length / 100)) return;
  throw new CandlewrightError(dataErrors.impossibleCandles, {
    file,
    ...(firstLine === undefined ? {} : { line: firstLine + first }),
    detail: `${impossible} of ${candles.length} candles.`,
  });
}

function findSeries(file: string, parsed: ParsedCandles, candles: CandleColumns, options: ImportOptions): SeriesName {
  const hints = hintsOfName(basename(file));
  const told = (parsed.market === undefined ? undefined : parseSymbol(parsed.market)) ?? hints.symbol;
  const symbol = options.symbol ?? told;
  if (symbol !== undefined && told !== undefined && symbol !== told) {
    throw new CandlewrightError(dataErrors.otherSymbol, { file, detail: `It says ${told}; asked for was ${symbol}.` });
  }
  const step = usualStepMs(candles);
  const measured = step === undefined ? undefined : timeframeName(step);
  const timeframe = options.timeframe ?? hints.timeframe ?? measured;
  if (timeframe !== undefined && step !== undefined && candles.length > 2 && timeframeMs(timeframe) !== step) {
    const detail = `Its candles are ${measured ?? `${step} ms`} apart; ${timeframe} was expected.`;
    throw new CandlewrightError(dataErrors.otherTimeframe, { file, detail });
  }
  const exchange = options.exchange ?? exchangeOf(file, parsed);
  if (exchange !== undefined && symbol !== undefined && timeframe !== undefined) return { exchange, symbol, timeframe };
  const missing = [exchange ?? "exchange", symbol ?? "symbol", timeframe ?? "timeframe"].filter((part) =>
    ["exchange", "symbol", "timeframe"].includes(part),
  );
  throw new CandlewrightError(dataErrors.unknownSeries, { file, detail: `Missing: ${missing.join(", ")}.` });
}

/** Binance's dumps are told by their name and close times, Coinbase's by their name. */
function exchangeOf(file: string, parsed: ParsedCandles): string | undefined {
  const name = basename(file);
  if (/^coinbase[-_]/i.test(name)) return "coinbase";
  return parsed.closeTime !== undefined && /^[A-Z0-9]+-\d+[mhdw][-.]/.test(name) ? "binance" : undefined;
}

/** A candle that its exchange closed before its time, as at an outage. */
function cutShort({ candles, closeTime }: ParsedCandles, lengthMs: number): Finding[] {
  const findings: Finding[] = [];
  if (closeTime === undefined) return findings;
  for (let i = 0; i < candles.length; i++) {
    const openTime = candles.openTime[i];
    // Exchanges name the last instant inside the candle, in milliseconds or microseconds.
    if (closeTime[i] >= openTime + lengthMs - 1) continue;
    const detail = `closed at ${new Date(closeTime[i]).toISOString()}`;
    findings.push({ kind: "cut-short", from: openTime, to: openTime, count: 1, detail });
  }
  return findings;
}
