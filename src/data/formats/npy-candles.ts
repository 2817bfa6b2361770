/** Candles from a NumPy array of shape (6, n) or (n, 6), in either memory order. */
import { emptyCandles } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { columnsInOrder } from "../store/month-file.ts";
import { decodeNpyHeader } from "../store/npy.ts";
import type { ParsedCandles } from "./parsed.ts";
import { type TimeUnit, toMilliseconds, unitOf } from "./time.ts";

const COLUMNS = 6;

/** @throws CandlewrightError DATA_TRUNCATED_FILE, DATA_UNKNOWN_COLUMNS, DATA_EMPTY_FILE, DATA_NOT_A_NUMBER, DATA_MIXED_UNITS */
export function parseNpy(bytes: Uint8Array, file: string, timeUnit?: TimeUnit): ParsedCandles {
  const header = decodeNpyHeader(bytes);
  if (typeof header === "string") throw new CandlewrightError(dataErrors.truncatedFile, { file, detail: header });
  const { shape, fortranOrder } = header;
  const columnsFirst = shape[0] === COLUMNS;
  if (header.descr !== "<f8" || shape.length !== 2 || !(columnsFirst || shape[1] === COLUMNS)) {
    const detail = `It holds ${header.descr} of shape (${shape.join(", ")}), not <f8 of shape (6, n) or (n, 6).`;
    throw new CandlewrightError(dataErrors.unknownColumns, { file, detail });
  }
  const length = columnsFirst ? shape[1] : shape[0];
  const expectedBytes = header.dataOffsetBytes + COLUMNS * length * 8;
  if (bytes.length !== expectedBytes) {
    const detail = `It has ${bytes.length} bytes where ${expectedBytes} belong.`;
    throw new CandlewrightError(dataErrors.truncatedFile, { file, detail });
  }
  if (length === 0) throw new CandlewrightError(dataErrors.emptyFile, { file });
  // Copied, so that the numbers are aligned whatever the buffer they came in.
  const numbers = new Float64Array(COLUMNS * length);
  new Uint8Array(numbers.buffer).set(bytes.subarray(header.dataOffsetBytes));
  const contiguous = columnsFirst !== fortranOrder;
  const candles = emptyCandles(length);
  columnsInOrder(candles).forEach((column, k) => {
    for (let i = 0; i < length; i++) column[i] = numbers[contiguous ? k * length + i : i * COLUMNS + k];
    const bad = column.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new CandlewrightError(dataErrors.notANumber, {
        file,
        path: `[${k}, ${bad}]`,
        detail: `It is ${column[bad]}.`,
      });
  });
  const unit = timeUnit ?? unitOf(candles.openTime[0]) ?? "ms";
  candles.openTime.forEach((time, i) => {
    candles.openTime[i] = toMilliseconds(time, unit, () => ({ file, path: `[0, ${i}]` }));
  });
  return { candles };
}
