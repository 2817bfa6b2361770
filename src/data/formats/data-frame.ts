/**
 * Candles from feather and parquet files. Their libraries trust the lengths that a file states: from some damaged ones
 * they never come back. So they work in a thread of their own, which is ended when it takes too long.
 */
import { Worker } from "node:worker_threads";
import { CandlewrightError } from "../../engine/errors.ts";
import { dataErrors } from "../errors.ts";
import type { DataFrameRequest } from "./data-frame-worker.ts";
import type { ParsedCandles } from "./parsed.ts";
import { candlesOfTable, type TableColumn } from "./table.ts";
import type { TimeUnit } from "./time.ts";

export interface DataFrameOptions {
  readonly timeUnit?: TimeUnit;
  /** How long the library may take, milliseconds. Default: two minutes, enough for some ten million candles. */
  readonly limitMs?: number;
}

/** @throws CandlewrightError DATA_NEEDS_LIBRARY, DATA_TRUNCATED_FILE, and what candlesOfTable throws */
export async function parseDataFrame(
  request: DataFrameRequest,
  file: string,
  { timeUnit, limitMs = 120_000 }: DataFrameOptions = {},
): Promise<ParsedCandles> {
  // A module that is named rather than imported: `.js` in the built package.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./data-frame-worker.${ending}`, import.meta.url), {
    workerData: request,
    execArgv: [],
    stdout: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<readonly TableColumn[]>();
  const timer = setTimeout(() => reject(new Error(`it was not read within ${limitMs / 1000} s`)), limitMs);
  worker.on("message", resolve);
  worker.on("error", reject);
  worker.on("exit", () => reject(new Error("its reader ended without an answer")));
  try {
    return candlesOfTable(await promise, file, timeUnit);
  } catch (error) {
    if (error instanceof CandlewrightError) throw error;
    // Errors lose their class on the way between threads, not their properties.
    const { code, fix } = error as Partial<CandlewrightError>;
    if (code === dataErrors.needsLibrary.code && fix !== undefined) {
      throw new CandlewrightError(dataErrors.needsLibrary, { file, fix, cause: error });
    }
    throw new CandlewrightError(dataErrors.truncatedFile, { file, detail: `${String(error)}.`, cause: error });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
