/**
 * Loading 1,000,000 one-minute candles (24 month files) into columns: from the store, and from one CSV file, each in a
 * fresh process, as a command does it; beside them the limit: the same bytes from one file into fresh memory. All must
 * give the same hash.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCsv } from "../../src/data/formats/csv.ts";
import { encodeCandles } from "../../src/data/formats/write.ts";
import { hashCandles } from "../../src/data/hash.ts";
import { columnsInOrder } from "../../src/data/store/month-file.ts";
import { openStore } from "../../src/data/store/store.ts";
import { generateCandles } from "../../src/data/synthetic/generate.ts";
import { type CandleColumns, emptyCandles } from "../../src/engine/candles.ts";
import { type Benchmark, type Figure, rounded } from "../support/benchmark.ts";
import { inFreshProcess } from "../support/child.ts";
import { spreadOf, timed } from "../support/rounds.ts";

const COUNT = 1_000_000;
const LIMITS_MS: Readonly<Record<string, number>> = { store: 40, csv: 250 };
const ROUNDS = 9;
/** Six columns of float64. */
const ROW_BYTES = 48;
const SERIES = { exchange: "synthetic", symbol: "BTC/USDT", timeframe: "1m" } as const;

const ways: Readonly<Record<string, (folder: string) => CandleColumns>> = {
  store: (folder) => openStore(join(folder, "data")).read(SERIES),
  csv: (folder) => parseCsv(readFileSync(join(folder, "candles.csv")), "candles.csv").candles,
  limit: (folder) => {
    const file = openSync(join(folder, "columns.bin"), "r");
    const candles = emptyCandles(statSync(join(folder, "columns.bin")).size / ROW_BYTES);
    for (const column of columnsInOrder(candles)) readSync(file, new Uint8Array(column.buffer));
    closeSync(file);
    return candles;
  },
};

/** Writes the same candles in every form. */
async function prepare(folder: string, count: number): Promise<string> {
  const candles = generateCandles({ seed: 1, timeframe: "1m", from: Date.parse("2023-01-01"), count });
  openStore(join(folder, "data")).write(SERIES, candles);
  writeFileSync(join(folder, "candles.csv"), Buffer.concat([...(await encodeCandles(candles, "csv"))]));
  writeFileSync(
    join(folder, "columns.bin"),
    Buffer.concat(columnsInOrder(candles).map((c) => new Uint8Array(c.buffer))),
  );
  return hashCandles(candles);
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-load-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  readonly clockMs: number;
  readonly processorMs: number;
  readonly hash: string;
}

/** One load in this process; the benchmark reads what it prints. */
function load(way: string, folder: string): Load {
  let candles = emptyCandles(0);
  const { clockMs, processorMs } = timed(() => {
    candles = ways[way](folder);
  });
  return { clockMs, processorMs, hash: hashCandles(candles) };
}

function mustBeWritten(hash: string, written: string, way: string): void {
  if (hash !== written) throw new Error(`${way} loaded other candles than were written`);
}

function check(): Promise<void> {
  return inFolder(async (folder) => {
    const written = await prepare(folder, 100_000);
    for (const [way, loaded] of Object.entries(ways)) mustBeWritten(hashCandles(loaded(folder)), written, way);
  });
}

function measure(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const written = await prepare(folder, COUNT);
    const loads: Record<string, Load[]> = { store: [], csv: [], limit: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of Object.keys(ways)) {
        const one = inFreshProcess(import.meta.filename, [way, folder]) as Load;
        mustBeWritten(one.hash, written, way);
        loads[way].push(one);
      }
    }
    return Object.entries(loads).map(([way, all]): Figure => {
      const clock = spreadOf(all.map(({ clockMs }) => clockMs));
      const processor = spreadOf(all.map(({ processorMs }) => processorMs));
      return {
        what:
          way === "limit" ? "the same bytes from one file into memory" : `from ${way === "csv" ? "CSV" : "the store"}`,
        value: rounded(processor.min),
        unit: "ms",
        ...(LIMITS_MS[way] === undefined ? {} : { limit: LIMITS_MS[way] }),
        from: {
          medianMs: rounded(processor.median),
          clockMs: rounded(clock.min),
          medianClockMs: rounded(clock.median),
        },
      };
    });
  });
}

const [way, folder] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename) process.stdout.write(JSON.stringify(load(way, folder)));

export const benchmark: Benchmark = {
  name: "loading",
  about: "1,000,000 candles into columns, each in a fresh process; processor time",
  check,
  measure,
};
