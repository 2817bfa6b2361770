/**
 * Loading 1,000,000 one-minute candles (24 month files) into columns: from the store, and from one CSV file, each in a
 * fresh process, as a command does it; beside them the limit: the same bytes from one file into fresh memory. All must
 * give the same hash. Prints one JSON line of milliseconds. Run: node bench/load.ts
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCsv } from "../src/data/formats/csv.ts";
import { encodeCandles } from "../src/data/formats/write.ts";
import { hashCandles } from "../src/data/hash.ts";
import { columnsInOrder } from "../src/data/store/month-file.ts";
import { openStore } from "../src/data/store/store.ts";
import { generateCandles } from "../src/data/synthetic/generate.ts";
import { type CandleColumns, emptyCandles } from "../src/engine/candles.ts";

const COUNT = 1_000_000;
const ROUNDS = 9;
const SERIES = { exchange: "synthetic", symbol: "BTC/USDT", timeframe: "1m" } as const;

const ways: Readonly<Record<string, (folder: string) => CandleColumns>> = {
  store: (folder) => openStore(join(folder, "data")).read(SERIES),
  csv: (folder) => parseCsv(readFileSync(join(folder, "candles.csv")), "candles.csv").candles,
  limit: (folder) => {
    const file = openSync(join(folder, "columns.bin"), "r");
    const candles = emptyCandles(COUNT);
    for (const column of columnsInOrder(candles)) readSync(file, new Uint8Array(column.buffer));
    closeSync(file);
    return candles;
  },
};

async function prepare(folder: string): Promise<string> {
  const candles = generateCandles({ seed: 1, timeframe: "1m", from: Date.parse("2023-01-01"), count: COUNT });
  openStore(join(folder, "data")).write(SERIES, candles);
  writeFileSync(join(folder, "candles.csv"), Buffer.concat([...(await encodeCandles(candles, "csv"))]));
  writeFileSync(
    join(folder, "columns.bin"),
    Buffer.concat(columnsInOrder(candles).map((c) => new Uint8Array(c.buffer))),
  );
  return hashCandles(candles);
}

/** One load in this process; the parent reads what it prints. */
function measure(way: string, folder: string): void {
  const started = performance.now();
  const candles = ways[way](folder);
  const ms = performance.now() - started;
  process.stdout.write(JSON.stringify({ ms, hash: hashCandles(candles) }));
}

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-load-"));
  try {
    const hash = await prepare(folder);
    const times: Record<string, number[]> = { store: [], csv: [], limit: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of Object.keys(ways)) {
        const child = spawnSync(process.execPath, [import.meta.filename, way, folder], { encoding: "utf8" });
        const result = JSON.parse(child.stdout) as { ms: number; hash: string };
        if (result.hash !== hash) throw new Error(`${way} loaded other candles than were written`);
        times[way].push(result.ms);
      }
    }
    const summary = Object.entries(times).map(([way, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      return [way, { min: Math.round(sorted[0]), median: Math.round(sorted[ROUNDS >> 1]) }];
    });
    process.stdout.write(`${JSON.stringify({ candles: COUNT, rounds: ROUNDS, ...Object.fromEntries(summary) })}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [way, folder] = process.argv.slice(2);
if (way !== undefined && folder !== undefined) measure(way, folder);
else await compare();
