/** Candles from named columns of a data frame, as feather and parquet files hold them. */
import { CandlewrightError, type ErrorContext } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { REQUIRED_ROLES, ROLES, rolesOfHeader } from "./columns.ts";
import { GrowingCandles, type ParsedCandles } from "./parsed.ts";
import { type TimeUnit, toMilliseconds, unitOf } from "./time.ts";

export interface TableColumn {
  readonly name: string;
  readonly values: ArrayLike<unknown>;
}

/** @throws CandlewrightError DATA_UNKNOWN_COLUMNS, DATA_NOT_A_NUMBER, DATA_MIXED_UNITS, DATA_EMPTY_FILE */
export function candlesOfTable(columns: readonly TableColumn[], file: string, timeUnit?: TimeUnit): ParsedCandles {
  const names = columns.map((column) => column.name);
  const roles = rolesOfHeader(names);
  if (roles === undefined) {
    throw new CandlewrightError(dataErrors.unknownColumns, { file, detail: `Its columns are ${names.join(", ")}.` });
  }
  const wanted = columns
    .map(({ values }, i) => ({ values, role: roles[i] }))
    .filter(({ role }) => role >= 0 && role < REQUIRED_ROLES);
  const length = wanted[0].values.length;
  if (length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file });
  const time = wanted.find(({ role }) => role === 0);
  const unit = timeUnit ?? unitOf(Number(time?.values[0])) ?? "ms";
  const candles = new GrowingCandles(length, false);
  const row = new Float64Array(7);
  for (let i = 0; i < length; i++) {
    const place = (): ErrorContext => ({ file, path: `[${i}]` });
    for (const { values, role } of wanted) {
      const value = values[i];
      const number = typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
      if (!Number.isFinite(number)) {
        const detail = `The ${ROLES[role]} is ${String(value)}.`;
        throw new CandlewrightError(dataErrors.notANumber, { ...place(), detail });
      }
      row[role] = role === 0 ? toMilliseconds(number, unit, place) : number;
    }
    candles.push(row);
  }
  return candles.finish();
}
