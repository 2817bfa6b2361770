import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { zipSync } from "fflate";
import { candlesAt, temporaryFolder, times } from "../../test/support/candles.ts";
import { CandlewrightError } from "../engine/errors.ts";
import { HOUR_MS } from "../engine/timeframe.ts";
import { type ExportFormat, encodeCandles } from "./formats/write.ts";
import { hashCandles } from "./hash.ts";
import { importFile, judgeFile } from "./import.ts";
import { openStore } from "./store/store.ts";

const NOW = Date.parse("2025-01-01");
const BTC = { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h" } as const;
const hours = times("2024-01-30T00:00:00Z", 60, HOUR_MS);
const candles = candlesAt(hours);
const encoded = async (format: ExportFormat) => Buffer.concat([...(await encodeCandles(candles, format))]);
const csv = await encoded("csv");
const failsWith = (code: string, text?: RegExp) => (error: unknown) =>
  error instanceof CandlewrightError && error.code === code && (text === undefined || text.test(error.message));

test("every format comes to the same stored candles, plain, in .gz and in .zip", async (t) => {
  const contents = {
    "BTCUSDT-1h.csv": csv,
    "BTC_USDT-1h.json": await encoded("freqtrade"),
    "BTCUSDT-1h.npy": await encoded("npy"),
  };
  for (const [name, plain] of Object.entries(contents)) {
    for (const [file, packed] of [
      [name, plain],
      [`${name}.gz`, gzipSync(plain)],
      [`${name}.zip`, zipSync({ [name]: plain })],
    ] as const) {
      const folder = temporaryFolder(t);
      writeFileSync(join(folder, file), packed);
      const store = openStore(join(folder, "data"));
      const [imported] = await importFile(store, join(folder, file), { nowMs: NOW, exchange: "binance" });
      assert.deepEqual(imported.series, BTC, file);
      assert.equal(hashCandles(store.read(BTC)), hashCandles(candles), file);
    }
  }
});

test("a bad file stores nothing and leaves what was stored as it was", async (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "data"));
  store.write(BTC, candles);
  const text = csv.toString();
  const lines = text.trimEnd().split("\n");
  const bad: [string, string, Uint8Array][] = [
    ["DATA_TRUNCATED_FILE", "BTCUSDT-1h.csv", Buffer.from(text.slice(0, text.lastIndexOf(",") - 4))],
    ["DATA_TRUNCATED_FILE", "BTCUSDT-1h.csv.gz", gzipSync(csv).subarray(0, 400)],
    ["DATA_TRUNCATED_FILE", "BTCUSDT-1h.csv.zip", zipSync({ "BTCUSDT-1h.csv": csv }).subarray(0, 400)],
    [
      "DATA_NOT_A_NUMBER",
      "BTCUSDT-1h.csv",
      Buffer.from(text.replace(/,12,/, ",twelve,").replace(/(\d+),10\n/, "$1,ten\n")),
    ],
    [
      "DATA_MIXED_UNITS",
      "BTCUSDT-1h.csv",
      Buffer.from([...lines.slice(0, 9), `${hours[8] * 1000}${lines[9].slice(13)}`].join("\n")),
    ],
    ["DATA_UNKNOWN_FORMAT", "BTCUSDT-1h.xlsx", csv],
    ["DATA_OTHER_SYMBOL", "ETHUSDT-1h.csv", csv],
    ["DATA_OTHER_SYMBOL", "prices.csv", Buffer.from(text.replace(/,(\d+),(\d+),(\d+),(\d+),/g, ",1$1,1$2,1$3,1$4,"))],
    ["DATA_OTHER_TIMEFRAME", "BTCUSDT-4h.csv", csv],
    [
      "DATA_IMPOSSIBLE_CANDLES",
      "BTCUSDT-1h.csv",
      Buffer.from(text.replace("open,high,low,close", "high,open,low,close")),
    ],
  ];
  for (const [code, name, content] of bad) {
    const path = join(folder, name);
    writeFileSync(path, content);
    const options = { ...BTC, nowMs: NOW, ...(code === "DATA_OTHER_TIMEFRAME" ? { timeframe: "4h" } : {}) };
    await assert.rejects(importFile(store, path, options), failsWith(code, new RegExp(name)), `${code} ${name}`);
    assert.equal(hashCandles(store.read(BTC)), hashCandles(candles));
  }
  assert.deepEqual(readdirSync(join(folder, "data", "binance")), ["BTC-USDT"]);
  await assert.rejects(
    importFile(store, join(folder, "absent.csv"), { nowMs: NOW }),
    failsWith("DATA_FILE_UNREADABLE"),
  );
});

test("a checksum beside a dump must hold", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "BTCUSDT-1h-2024-01.csv");
  writeFileSync(path, csv);
  const store = openStore(join(folder, "data"));
  writeFileSync(`${path}.CHECKSUM`, `${"0".repeat(64)}  BTCUSDT-1h-2024-01.csv\n`);
  await assert.rejects(importFile(store, path, { ...BTC, nowMs: NOW }), failsWith("DATA_TRUNCATED_FILE", /SHA-256/));
  writeFileSync(`${path}.CHECKSUM`, `${createHash("sha256").update(csv).digest("hex")}  BTCUSDT-1h-2024-01.csv\n`);
  assert.equal((await importFile(store, path, { ...BTC, nowMs: NOW }))[0].result.added, 60);
});

test("disorder and duplicates are brought in order and reported with their lines", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "x.csv");
  const [header, ...rows] = csv.toString().trimEnd().split("\n");
  const changed = `${rows[20].slice(0, rows[20].lastIndexOf(","))},77`;
  writeFileSync(
    path,
    [
      header,
      ...rows.slice(0, 10),
      rows[11],
      rows[10],
      ...rows.slice(12, 21),
      changed,
      rows[20 - 20 + 21],
      ...rows.slice(22),
      rows[5],
    ].join("\n"),
  );
  const store = openStore(join(folder, "data"));
  const [{ findings }] = await importFile(store, path, { ...BTC, nowMs: NOW });
  assert.deepEqual(
    findings.map(({ kind, from, detail }) => [kind, from, detail]),
    [
      ["disorder", hours[5], "line 63"],
      ["duplicate", hours[5], "line 63, equal to the other"],
      ["disorder", hours[10], "line 13"],
      ["duplicate", hours[20], "line 23, other values than the one before: the later one is kept"],
    ],
  );
  assert.equal(store.read(BTC).length, 60);
  assert.equal(store.read(BTC).volume[20], 77);
});

test("a file from new to old is no disorder; a candle that has not closed is left out", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "x.csv");
  const [header, ...rows] = csv.toString().trimEnd().split("\n");
  writeFileSync(path, [header, ...rows.reverse()].join("\n"));
  const store = openStore(join(folder, "data"));
  const [{ findings }] = await importFile(store, path, { ...BTC, nowMs: hours[59] + 1 });
  assert.deepEqual(
    findings.map(({ kind, from }) => [kind, from]),
    [["unfinished", hours[59]]],
  );
  assert.equal(store.read(BTC).length, 59);
});

test("what neither the file nor the options tell is asked for", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "prices.csv");
  writeFileSync(path, csv);
  const store = openStore(join(folder, "data"));
  await assert.rejects(importFile(store, path, { nowMs: NOW }), failsWith("DATA_UNKNOWN_SERIES", /exchange, symbol\./));
});

test("a damaged file of any format is taken or refused with its name, and never ends in another error", async (t) => {
  const folder = temporaryFolder(t);
  // Feather and parquet have their own test: from some damage their libraries never return.
  const formats = { csv: "csv", json: "freqtrade", npy: "npy" } as const;
  const files: [string, Buffer][] = [];
  for (const [ending, format] of Object.entries(formats)) files.push([`BTCUSDT-1h.${ending}`, await encoded(format)]);
  files.push(["BTCUSDT-1h.csv.gz", gzipSync(csv)], ["BTCUSDT-1h.zip", Buffer.from(zipSync({ "BTCUSDT-1h.csv": csv }))]);
  const damage = fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), damage, fc.nat(3), async ([name, whole], changes, cut) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const path = join(folder, name);
      writeFileSync(path, cut === 0 ? bytes.subarray(0, changes[0][0] % bytes.length) : bytes);
      try {
        await judgeFile(path, { ...BTC, nowMs: NOW });
      } catch (error) {
        assert.ok(error instanceof CandlewrightError, String(error instanceof Error ? error.stack : error));
        assert.match(error.message, /BTCUSDT-1h/);
      }
    }),
    { numRuns: 150 },
  );
});
