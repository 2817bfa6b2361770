/**
 * Candles from JSON: rows as arrays (freqtrade and Binance: time, open, high, low, close, volume) or as objects with
 * the usual names (Coinbase, ta4j and others), bare or under one key beside the name of the market.
 */
import { CandlewrightError, type ErrorContext } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { REQUIRED_ROLES, ROLES, rolesOfHeader, rolesWithoutHeader } from "./columns.ts";
import { GrowingCandles, type ParsedCandles } from "./parsed.ts";
import { parseDate, type TimeUnit, toMilliseconds, unitOf } from "./time.ts";

type Row = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * @param file name for error messages
 * @throws CandlewrightError naming file, row and cause: DATA_TRUNCATED_FILE, DATA_EMPTY_FILE, DATA_UNKNOWN_COLUMNS,
 *   DATA_NOT_A_NUMBER, DATA_MIXED_UNITS
 */
export function parseJson(bytes: Uint8Array, file: string, timeUnit?: TimeUnit): ParsedCandles {
  const { rows, market } = findRows(decode(bytes, file), file);
  if (rows.length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file });
  const first = rows[0];
  const keys = Array.isArray(first) ? undefined : Object.keys(first);
  const { roles, timesAreEnds } = findRoles(keys, Array.isArray(first) ? first.length : 0, file);
  const withCloseTime = roles.includes(ROLES.indexOf("closeTime"));
  const candles = new GrowingCandles(rows.length, withCloseTime);
  const row = new Float64Array(7);
  let unit = timeUnit;
  rows.forEach((source, index) => {
    const place = (): ErrorContext => ({ file, path: `[${index}]` });
    for (let column = 0; column < roles.length; column++) {
      const role = roles[column];
      if (role < 0 || role > REQUIRED_ROLES) continue;
      const value =
        keys === undefined ? (source as unknown[])[column] : (source as Record<string, unknown>)[keys[column]];
      if (role === 0 || role === REQUIRED_ROLES) {
        unit ??= unitOf(Number(value));
        row[role] = timeOf(value, unit ?? "ms", place);
      } else row[role] = numberOf(value, role, place);
    }
    candles.push(row);
  });
  return { ...candles.finish(), timesAreEnds, ...(market === undefined ? {} : { market }) };
}

function decode(bytes: Uint8Array, file: string): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    const line = text.slice(0, position).split("\n").length;
    const detail = error instanceof Error ? `${error.message}.` : String(error);
    throw new CandlewrightError(dataErrors.truncatedFile, { file, line, detail, cause: error });
  }
}

/** The longest list at the top, or one level below it. */
function findRows(document: unknown, file: string): { rows: readonly Row[]; market?: string } {
  if (Array.isArray(document)) return { rows: document, ...marketOf(document[0]) };
  if (typeof document === "object" && document !== null) {
    const rows = Object.values(document).find((value): value is Row[] => Array.isArray(value));
    if (rows !== undefined) return { rows, ...marketOf(document) };
  }
  throw new CandlewrightError(dataErrors.unknownFormat, { file, detail: "Its JSON holds no list of candles." });
}

function marketOf(source: unknown): { market?: string } {
  if (typeof source !== "object" || source === null) return {};
  const { name, symbol, product_id, base, counter } = source as Record<string, unknown>;
  if (typeof base === "string" && typeof counter === "string") return { market: `${base}/${counter}` };
  const market = [symbol, product_id, name].find((value) => typeof value === "string");
  return market === undefined ? {} : { market };
}

function findRoles(keys: readonly string[] | undefined, length: number, file: string) {
  if (keys === undefined) {
    const roles = rolesWithoutHeader(length);
    if (roles !== undefined) return { roles, timesAreEnds: false };
    throw new CandlewrightError(dataErrors.unknownColumns, { file, detail: `A row has ${length} entries.` });
  }
  const roles = rolesOfHeader(keys.map(plainKey));
  if (roles !== undefined) return { roles, timesAreEnds: false };
  const ends = keys.findIndex((key) => /^(end|close)time$/i.test(key));
  const asStart = rolesOfHeader(keys.map((key, i) => (i === ends ? "time" : plainKey(key))));
  if (ends >= 0 && asStart !== undefined) return { roles: asStart, timesAreEnds: true };
  throw new CandlewrightError(dataErrors.unknownColumns, { file, detail: `A row has ${keys.join(", ")}.` });
}

/** `openTimeInMillis` and the like are open times. */
function plainKey(key: string): string {
  return /^openTimeInMillis$/i.test(key) ? "time" : key;
}

function timeOf(value: unknown, unit: TimeUnit, place: () => ErrorContext): number {
  const date = typeof value === "string" ? parseDate(value) : undefined;
  return date ?? toMilliseconds(numberOf(value, 0, place), unit, place);
}

function numberOf(value: unknown, role: number, place: () => ErrorContext): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  const detail = `The ${ROLES[role]} is ${JSON.stringify(value)}.`;
  throw new CandlewrightError(dataErrors.notANumber, { ...place(), detail });
}
