/** The thread in which feather and parquet files are read; see data-frame.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { readFeather } from "./feather.ts";
import { readParquet } from "./parquet.ts";

export interface DataFrameRequest {
  readonly format: "feather" | "parquet";
  readonly bytes: Uint8Array;
}

const { format, bytes } = workerData as DataFrameRequest;
const columns = await (format === "feather" ? readFeather(bytes) : readParquet(bytes));
// The empty list of what is handed over rather than copied.
parentPort?.postMessage(columns, []);
