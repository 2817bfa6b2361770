/** One month of candles as a NumPy file of shape (6, n): six contiguous columns. */
import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";
import { type CandleColumns, VALUE_COLUMNS } from "../../engine/candles.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import { decodeNpyHeader, encodeNpyHeader, HEADER_PROBE_BYTES } from "./npy.ts";

const COLUMN_COUNT = 1 + VALUE_COLUMNS.length;

const CHECK_CHUNK = 1024;
const SHORTENED = "It ended while it was being read.";

/** The columns in stored order. */
export function columnsInOrder(candles: CandleColumns): Float64Array[] {
  return [candles.openTime, candles.open, candles.high, candles.low, candles.close, candles.volume];
}

export function encodeMonth(candles: CandleColumns): Uint8Array[] {
  const columns = columnsInOrder(candles).map((c) => new Uint8Array(c.buffer, c.byteOffset, candles.length * 8));
  return [encodeNpyHeader([COLUMN_COUNT, candles.length]), ...columns];
}

/** An open month file whose header was checked against its size. */
export class MonthFile {
  readonly path: string;
  /** Number of candles in it. */
  readonly length: number;
  readonly #file: number;
  readonly #dataOffsetBytes: number;

  /** @throws CandlewrightError DATA_STORE_FILE_BROKEN */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "r");
    try {
      const probe = new Uint8Array(HEADER_PROBE_BYTES);
      const probed = readSync(this.#file, probe, 0, HEADER_PROBE_BYTES, 0);
      const header = decodeNpyHeader(probe.subarray(0, probed));
      if (typeof header === "string") throw broken(path, header);
      const [columns, length] = header.shape;
      if (header.descr !== "<f8" || header.fortranOrder || header.shape.length !== 2 || columns !== COLUMN_COUNT) {
        throw broken(path, `It holds ${header.descr} of shape (${header.shape.join(", ")}), not <f8 of shape (6, n).`);
      }
      const expectedBytes = header.dataOffsetBytes + columns * length * 8;
      const { size } = fstatSync(this.#file);
      if (size !== expectedBytes) throw broken(path, `It has ${size} bytes where ${expectedBytes} belong.`);
      this.length = length;
      this.#dataOffsetBytes = header.dataOffsetBytes;
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Reads the whole month into the big columns, from index `at` on, with nothing in between. */
  readInto(columns: readonly Float64Array[], at: number): void {
    for (let k = 0; k < COLUMN_COUNT; k++) this.#read(columns[k], at, this.length, k * this.length);
    this.#mustAscend(columns[0], at);
  }

  /** The same in other threads, which write into the columns until the promise is settled. */
  async loadInto(columns: readonly Float64Array[], at: number): Promise<void> {
    await Promise.all(columns.map((column, k) => this.#load(column, at, k * this.length)));
    this.#mustAscend(columns[0], at);
  }

  #mustAscend(openTime: Float64Array, at: number): void {
    for (let from = at + 1; from < at + this.length; from += CHECK_CHUNK) {
      const to = Math.min(from + CHECK_CHUNK, at + this.length);
      if (!ascends(openTime, from, to)) throw broken(this.path, "Its open times do not ascend.");
    }
  }

  /** Open time of one candle. */
  openTimeAt(index: number): number {
    const one = new Float64Array(1);
    this.#read(one, 0, 1, index);
    return one[0];
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(target: Float64Array, at: number, count: number, fromNumber: number): void {
    const bytes = new Uint8Array(target.buffer, target.byteOffset + at * 8, count * 8);
    let done = 0;
    while (done < bytes.length) {
      const got = readSync(this.#file, bytes, done, bytes.length - done, this.#position(fromNumber, done));
      if (got === 0) throw broken(this.path, SHORTENED);
      done += got;
    }
  }

  async #load(target: Float64Array, at: number, fromNumber: number): Promise<void> {
    const bytes = new Uint8Array(target.buffer, target.byteOffset + at * 8, this.length * 8);
    let done = 0;
    while (done < bytes.length) {
      const got = await readSome(this.#file, bytes, done, this.#position(fromNumber, done));
      if (got === 0) throw broken(this.path, SHORTENED);
      done += got;
    }
  }

  #position(fromNumber: number, doneBytes: number): number {
    return this.#dataOffsetBytes + fromNumber * 8 + doneBytes;
  }
}

/** @returns the number of bytes read */
function readSome(file: number, bytes: Uint8Array, from: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, bytes, from, bytes.length - from, position, (error, got) => {
      if (error === null) resolve(got);
      else reject(error);
    });
  });
}

/** Called often with little work rather than once with much: V8 optimises it from the second month on. */
function ascends(column: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(column[i] > column[i - 1])) return false;
  return true;
}

function broken(file: string, detail: string): CandlewrightError {
  return new CandlewrightError(dataErrors.storeFileBroken, { file, detail });
}
