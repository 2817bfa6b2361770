/** Candles from comma-separated text, in one pass over its bytes. */
import { CandlewrightError, type ErrorContext } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { type ColumnRoles, ROLES, rolesOfHeader, rolesOfMapping, rolesWithoutHeader } from "./columns.ts";
import { NumberScanner } from "./number-scanner.ts";
import { GrowingCandles, type ParsedCandles } from "./parsed.ts";
import { parseDate, type TimeUnit, toMilliseconds, unitOf } from "./time.ts";

export interface CsvOptions {
  /** Roles of the columns in their order: `time,open,close,high,low,volume`; `_` passes one over. */
  readonly columns?: string;
  /** Unit of numeric times; told from the first one where absent. */
  readonly timeUnit?: TimeUnit;
}

interface Layout {
  readonly delimiter: number;
  readonly roles: ColumnRoles;
  readonly timeUnit: TimeUnit | "date";
  /** Offset and line of the first candle. */
  readonly start: number;
  readonly firstLine: number;
}

const NEWLINE = 10;
const RETURN = 13;
const SYMBOL = ROLES.indexOf("symbol");

/**
 * @param file name for error messages
 * @throws CandlewrightError naming file, line and cause: DATA_NOT_A_NUMBER, DATA_WRONG_COLUMN_COUNT, DATA_TRUNCATED_FILE,
 *   DATA_MIXED_UNITS, DATA_NOT_A_DATE, DATA_UNKNOWN_COLUMNS, DATA_EMPTY_FILE
 */
export function parseCsv(content: Uint8Array, file: string, options: CsvOptions = {}): ParsedCandles {
  const bytes = content[content.length - 1] === NEWLINE ? content : Buffer.concat([content, Buffer.of(NEWLINE)]);
  const layout = findLayout(bytes, file, options);
  const rows = new RowReader(bytes, layout, file);
  const guess = Math.ceil(((bytes.length - layout.start) / Math.max(rows.firstRowBytes(), 1)) * 1.05) + 16;
  const withCloseTime = layout.roles.includes(ROLES.indexOf("closeTime"));
  const candles = new GrowingCandles(guess, withCloseTime);
  // In chunks: a function that is one long loop would be replaced on the stack once, and stay in a low tier.
  while (rows.readSome(candles, 4096));
  if (candles.length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file });
  const market = rows.market === undefined ? {} : { market: rows.market };
  return { ...candles.finish(), ...market, firstLine: layout.firstLine };
}

class RowReader {
  /** As the file's symbol column names it. */
  market: string | undefined;
  readonly #scanner: NumberScanner;
  readonly #layout: Layout;
  readonly #file: string;
  readonly #row = new Float64Array(7);
  #line: number;

  constructor(bytes: Uint8Array, layout: Layout, file: string) {
    this.#scanner = new NumberScanner(bytes, layout.delimiter);
    this.#scanner.position = layout.start;
    this.#layout = layout;
    this.#file = file;
    this.#line = layout.firstLine;
  }

  firstRowBytes(): number {
    return this.#scanner.bytes.indexOf(NEWLINE, this.#layout.start) + 1 - this.#layout.start;
  }

  /** @returns false at the end of the file */
  readSome(candles: GrowingCandles, count: number): boolean {
    const scanner = this.#scanner;
    const { bytes } = scanner;
    for (let i = 0; i < count; i++) {
      if (scanner.position >= bytes.length) return false;
      if (bytes[scanner.position] === NEWLINE || bytes[scanner.position] === RETURN) scanner.position++;
      else {
        this.#readRow();
        candles.push(this.#row);
      }
      if (bytes[scanner.position - 1] === NEWLINE) this.#line++;
    }
    return true;
  }

  #readRow(): void {
    const scanner = this.#scanner;
    const { bytes, delimiter } = scanner;
    const { roles } = this.#layout;
    const last = roles.length - 1;
    for (let column = 0; column <= last; column++) {
      const role = roles[column];
      if (role < 0) scanner.skip();
      else if (role === 0 || role === 6) this.#row[role] = this.#time();
      else if (role === SYMBOL) this.#refuseOtherSymbol(scanner.text());
      else {
        const start = scanner.position;
        const value = scanner.number();
        if (value !== value || value === Infinity || value === -Infinity) this.#refuseNumber(role, start);
        this.#row[role] = value;
      }
      const end = bytes[scanner.position];
      if (column < last ? end !== delimiter : end === delimiter) this.#refuseColumnCount(column + 1);
      scanner.position++;
    }
    if (bytes[scanner.position - 1] === RETURN && bytes[scanner.position] === NEWLINE) scanner.position++;
  }

  #time(): number {
    const { timeUnit } = this.#layout;
    const place = (): ErrorContext => ({ file: this.#file, line: this.#line });
    if (timeUnit === "date") {
      const text = this.#scanner.text();
      const time = parseDate(text);
      if (time === undefined) {
        throw new CandlewrightError(dataErrors.notADate, { ...place(), detail: `It is ${JSON.stringify(text)}.` });
      }
      return time;
    }
    const start = this.#scanner.position;
    const time = this.#scanner.number();
    if (time !== time) this.#refuseNumber(0, start);
    return timeUnit === "ms" && time >= 1e11 && time < 1e14 ? time : toMilliseconds(time, timeUnit, place);
  }

  #refuseOtherSymbol(symbol: string): void {
    this.market ??= symbol;
    if (symbol === this.market) return;
    const detail = `This line is of ${symbol}, those before are of ${this.market}.`;
    throw new CandlewrightError(dataErrors.otherSymbol, { file: this.#file, line: this.#line, detail });
  }

  #refuseNumber(role: number, start: number): never {
    this.#scanner.position = start;
    const detail = `The ${ROLES[role]} is ${JSON.stringify(this.#scanner.text().slice(0, 40))}.`;
    throw new CandlewrightError(dataErrors.notANumber, { file: this.#file, line: this.#line, detail });
  }

  #refuseColumnCount(found: number): never {
    const { bytes, position } = this.#scanner;
    const expected = this.#layout.roles.length;
    const atEnd = bytes.indexOf(NEWLINE, position) === bytes.length - 1;
    const place = { file: this.#file, line: this.#line };
    if (found < expected && atEnd) {
      const detail = `The last line ends after ${found} of ${expected} columns.`;
      throw new CandlewrightError(dataErrors.truncatedFile, { ...place, detail });
    }
    const detail = `It has ${found < expected ? found : `more than ${expected}`}; the first line has ${expected}.`;
    throw new CandlewrightError(dataErrors.wrongColumnCount, { ...place, detail });
  }
}

function findLayout(bytes: Uint8Array, file: string, options: CsvOptions): Layout {
  const begin = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  // CryptoDataDownload's files begin with its address.
  const banner = /^https?:\/\//.test(lineAt(bytes, begin).text) ? lineAt(bytes, begin).end : begin;
  const firstLine = banner > begin ? 2 : 1;
  const first = lineAt(bytes, banner);
  if (first.text.trim() === "") throw new CandlewrightError(dataErrors.emptyFile, { file });
  const delimiter = [",", ";", "\t"].reduce((best, sign) =>
    fields(first.text, sign).length > fields(first.text, best).length ? sign : best,
  );
  const names = fields(first.text, delimiter);
  const hasHeader = !names.some((name) => /^[+-]?\d/.test(name)) && names.some((name) => /[a-z]/i.test(name));
  const row = hasHeader ? lineAt(bytes, first.end) : first;
  if (row.text.trim() === "") throw new CandlewrightError(dataErrors.emptyFile, { file });
  const values = fields(row.text, delimiter);
  const roles = findRoles(names, hasHeader, file, options);
  const time = values[roles.indexOf(0)] ?? "";
  const line = hasHeader ? firstLine + 1 : firstLine;
  return {
    delimiter: delimiter.charCodeAt(0),
    roles,
    timeUnit: findTimeUnit(time, options, { file, line }),
    start: hasHeader ? first.end : banner,
    firstLine: line,
  };
}

function findRoles(names: readonly string[], hasHeader: boolean, file: string, options: CsvOptions): ColumnRoles {
  if (options.columns !== undefined) return rolesOfMapping(options.columns, names.length);
  const roles = hasHeader ? rolesOfHeader(names) : rolesWithoutHeader(names.length);
  if (roles !== undefined) return roles;
  const detail = hasHeader ? `The header is ${names.join(", ")}.` : `It has ${names.length} columns and no header.`;
  throw new CandlewrightError(dataErrors.unknownColumns, { file, line: 1, detail });
}

function findTimeUnit(time: string, options: CsvOptions, place: ErrorContext): TimeUnit | "date" {
  if (parseDate(time) !== undefined) return "date";
  const unit = options.timeUnit ?? unitOf(Number(time));
  if (unit !== undefined) return unit;
  throw new CandlewrightError(dataErrors.notADate, { ...place, detail: `It is ${JSON.stringify(time)}.` });
}

function lineAt(bytes: Uint8Array, start: number): { text: string; end: number } {
  const end = bytes.indexOf(NEWLINE, start);
  if (end < 0) return { text: "", end: bytes.length };
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8"), end: end + 1 };
}

function fields(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
}
