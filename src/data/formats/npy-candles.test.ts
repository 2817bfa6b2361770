import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS } from "../../engine/timeframe.ts";
import { candlesAt, times } from "../../../test/support/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { hashCandles } from "../hash.ts";
import { columnsInOrder } from "../store/month-file.ts";
import { encodeNpyHeader } from "../store/npy.ts";
import { parseNpy } from "./npy-candles.ts";
import { encodeCandles } from "./write.ts";

const candles = candlesAt(times("2024-01-01T00:00:00Z", 5, HOUR_MS));
const failsWith = (code: string) => (error: unknown) => error instanceof CandlewrightError && error.code === code;

/** Rows of six, as `np.save` writes an (n, 6) array; in Fortran order the same bytes are columns. */
function rowsFirst(): Buffer {
  const numbers = new Float64Array(30);
  columnsInOrder(candles).forEach((column, k) => column.forEach((value, i) => (numbers[i * 6 + k] = value)));
  return Buffer.concat([encodeNpyHeader([5, 6]), new Uint8Array(numbers.buffer)]);
}

const withFortranOrder = (file: Buffer) => Buffer.from(file.toString("latin1").replace("False", "True "), "latin1");

test("arrays of shape (6, n) and (n, 6) are read in both memory orders", async () => {
  const columnsFirst = Buffer.concat([...(await encodeCandles(candles, "npy"))]);
  assert.equal(hashCandles(parseNpy(columnsFirst, "x.npy").candles), hashCandles(candles));
  assert.equal(hashCandles(parseNpy(rowsFirst(), "x.npy").candles), hashCandles(candles));
  const swapShape = (file: Buffer, from: string, to: string) =>
    Buffer.from(file.toString("latin1").replace(from, to), "latin1");
  const fortran = withFortranOrder(swapShape(columnsFirst, "(6, 5)", "(5, 6)"));
  assert.equal(hashCandles(parseNpy(fortran, "x.npy").candles), hashCandles(candles));
});

test("a cut-off file, another type and another shape are refused", () => {
  assert.throws(() => parseNpy(rowsFirst().subarray(0, -8), "x.npy"), failsWith("DATA_TRUNCATED_FILE"));
  assert.throws(() => parseNpy(Buffer.from("hello, this is no array"), "x.npy"), failsWith("DATA_TRUNCATED_FILE"));
  assert.throws(() => parseNpy(Buffer.from(encodeNpyHeader([5, 5])), "x.npy"), failsWith("DATA_UNKNOWN_COLUMNS"));
  const float32 = Buffer.from(rowsFirst().toString("latin1").replace("<f8", "<f4"), "latin1");
  assert.throws(() => parseNpy(float32, "x.npy"), failsWith("DATA_UNKNOWN_COLUMNS"));
});
