/**
 * The contract for features from outside (sentiment, funding, on-chain figures): a CSV file with the columns
 * `time_available` and `value`, plain or .gz. `time_available` is when the value could first have been known, which is
 * what keeps a backtest honest: a day's index is known when it is published, not when its day began.
 */
import { basename } from "node:path";
import type { FeatureValues } from "../../engine/expression/feature.ts";
import { CandlewrightError, type ErrorContext } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { parseDate, type TimeUnit, toMilliseconds, unitOf } from "../formats/time.ts";
import { unpackFile } from "../formats/unpack.ts";

export interface FeatureSeries extends FeatureValues {
  /** As a strategy names it: `feature("fear_greed")`. */
  readonly name: string;
}

export interface FeatureFileOptions {
  /** Default: the file's name without its ending. */
  readonly name?: string;
  /** Columns in their order where there is no header: `time_available,value,_`. */
  readonly columns?: string;
  /** Added to every time: how long after it the value could first be had. Default 0. */
  readonly delayMs?: number;
}

/**
 * @returns ascending by `availableAt` (milliseconds UTC); an empty value is NaN: from then on nothing is known
 * @throws CandlewrightError naming file, line and cause: DATA_FEATURE_COLUMNS, DATA_NOT_A_NUMBER, DATA_NOT_A_DATE,
 *   DATA_MIXED_UNITS, DATA_WRONG_COLUMN_COUNT, DATA_EMPTY_FILE, DATA_FILE_UNREADABLE, DATA_TRUNCATED_FILE
 */
export async function readFeatureFile(path: string, options: FeatureFileOptions = {}): Promise<FeatureSeries> {
  const [{ name, bytes }] = await unpackFile(path);
  const lines = Buffer.from(bytes)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const layout = findColumns(path, lines[0], options);
  const rows: { availableAt: number; value: number }[] = [];
  let unit: TimeUnit | undefined;
  for (let index = layout.firstRow; index < lines.length; index++) {
    if (lines[index].trim() === "") continue;
    const place: ErrorContext = { file: path, line: index + 1 };
    const fields = lines[index].split(",");
    if (fields.length !== layout.count) {
      const detail = `It has ${fields.length}; the first line has ${layout.count}.`;
      throw new CandlewrightError(dataErrors.wrongColumnCount, { ...place, detail });
    }
    const time = fields[layout.time].trim();
    unit ??= unitOf(Number(time));
    rows.push({
      availableAt: timeOf(time, unit, place) + (options.delayMs ?? 0),
      value: valueOf(fields[layout.value].trim(), place),
    });
  }
  if (rows.length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file: path });
  rows.sort((a, b) => a.availableAt - b.availableAt);
  return {
    name: options.name ?? basename(name).replace(/\.[^.]*$/, ""),
    length: rows.length,
    availableAt: Float64Array.from(rows, (row) => row.availableAt),
    value: Float64Array.from(rows, (row) => row.value),
  };
}

interface Columns {
  readonly time: number;
  readonly value: number;
  readonly count: number;
  readonly firstRow: number;
}

function findColumns(path: string, firstLine: string, options: FeatureFileOptions): Columns {
  const count = firstLine.split(",").length;
  const names = (options.columns ?? firstLine).split(",").map((name) => name.trim().toLowerCase());
  const [time, value] = [names.indexOf("time_available"), names.indexOf("value")];
  if (time < 0 || value < 0 || names.length > count) {
    throw new CandlewrightError(dataErrors.featureColumns, {
      file: path,
      line: 1,
      detail: `It begins: ${firstLine.slice(0, 80)}`,
    });
  }
  const hasHeader = options.columns === undefined || /time/i.test(firstLine);
  return { time, value, count, firstRow: hasHeader ? 1 : 0 };
}

function timeOf(text: string, unit: TimeUnit | undefined, place: ErrorContext): number {
  const date = parseDate(text);
  if (date !== undefined) return date;
  const time = Number(text);
  if (text === "" || Number.isNaN(time) || unit === undefined) {
    throw new CandlewrightError(dataErrors.notADate, { ...place, detail: `It is ${JSON.stringify(text)}.` });
  }
  return toMilliseconds(time, unit, () => place);
}

function valueOf(text: string, place: ErrorContext): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (text !== "" && !Number.isFinite(value)) {
    throw new CandlewrightError(dataErrors.notANumber, { ...place, detail: `The value is ${JSON.stringify(text)}.` });
  }
  return value;
}
