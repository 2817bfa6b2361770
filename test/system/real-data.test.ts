/** The real files beside the repository: imported, their known defects found, their timeframes equal to each other. Heavy on the disk. */
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/candles.ts";
import { sharedPath, withoutSharedData } from "../support/shared-data.ts";
import { type CandleColumns, VALUE_COLUMNS } from "../../src/engine/candles.ts";
import type { Finding } from "../../src/data/check.ts";
import { importFile, judgeFile } from "../../src/data/import.ts";
import { resampleCandles } from "../../src/data/resample.ts";
import { openStore } from "../../src/data/store/store.ts";

const skip = withoutSharedData;
const NOW = Date.parse("2026-06-01");
const BINANCE = sharedPath("candles", "binance-spot");
const OUTAGE = Date.parse("2023-03-24T12:00:00Z");
const HOUR_MS = 3_600_000;

const brief = (findings: readonly Finding[]) => findings.map(({ kind, from, count }) => [kind, from, count]);
const ofKind = (findings: readonly Finding[], kind: string) => findings.filter((finding) => finding.kind === kind);

test("the hours around the outage of 2023-03-24: one flat and cut short, one missing", { skip }, async (t) => {
  const store = openStore(temporaryFolder(t));
  for (const asset of ["BTC", "ETH", "SOL"]) {
    const [{ findings, result }] = await importFile(store, join(BINANCE, `${asset}USDT-1h.csv.gz`), { nowMs: NOW });
    assert.equal(result.added, 37_923);
    assert.deepEqual(brief(findings), [
      ["flat", OUTAGE, 1],
      ["cut-short", OUTAGE, 1],
      ["gap", OUTAGE + HOUR_MS, 1],
    ]);
    assert.match(ofKind(findings, "cut-short")[0].detail ?? "", /2023-03-24T12:39:4/);
  }
});

test("the 4h files: eight gaps from 2018 to 2020, 21 candles cut short", { skip }, async () => {
  for (const asset of ["BTC", "ETH"]) {
    const [{ findings, candles }] = await judgeFile(join(BINANCE, `${asset}USDT-4h.csv.gz`), { nowMs: NOW });
    assert.equal(candles.length, 19_052);
    const gaps = ofKind(findings, "gap");
    assert.deepEqual(
      gaps.map(({ count }) => count),
      [7, 2, 1, 1, 1, 2, 1, 1],
    );
    const [first, last] = [gaps[0].from, gaps[7].from].map((time) => new Date(time).toISOString());
    assert.deepEqual([first, last], ["2018-02-08T04:00:00.000Z", "2020-02-19T12:00:00.000Z"]);
    assert.equal(ofKind(findings, "cut-short").length, 21);
  }
});

test("1h resampled to 4h and 1d equals the stored candles, but for the outage", { skip }, async (t) => {
  const store = openStore(temporaryFolder(t));
  for (const path of globSync(join(BINANCE, "*USDT-{1h,4h,1d}.csv.gz"))) await importFile(store, path, { nowMs: NOW });
  for (const [asset, to, count] of [
    ["BTC", "4h", 9480],
    ["ETH", "4h", 9480],
    ["BTC", "1d", 1580],
    ["SOL", "1d", 1580],
  ] as const) {
    const series = { exchange: "binance", symbol: `${asset}/USDT` };
    const { candles } = resampleCandles(store.read({ ...series, timeframe: "1h" }), "1h", to);
    const stored = store.read({ ...series, timeframe: to, from: candles.openTime[0] });
    assert.ok(candles.length >= count, `${candles.length} candles`);
    assert.deepEqual(differences(candles, stored), to === "4h" ? [OUTAGE] : [], `${asset} ${to}`);
  }
});

/** Open times at which two series differ; volume may differ by 1e-9 of itself. */
function differences(a: CandleColumns, b: CandleColumns): number[] {
  const found: number[] = [];
  assert.deepEqual([...a.openTime], [...b.openTime.subarray(0, a.length)]);
  for (let i = 0; i < a.length; i++) {
    const same = VALUE_COLUMNS.every((column) =>
      column === "volume"
        ? Math.abs(a.volume[i] - b.volume[i]) <= 1e-9 * Math.max(b.volume[i], 1e-300)
        : a[column][i] === b[column][i],
    );
    if (!same) found.push(a.openTime[i]);
  }
  return found;
}

test("Coinbase's JSON, Bitfinex's order of columns, and dates as an index", { skip }, async () => {
  const options = { nowMs: NOW };
  const coinbase = globSync(sharedPath("candles", "coinbase", "*.json.gz")).sort();
  const counts = [];
  for (const path of coinbase) counts.push((await judgeFile(path, options))[0].candles.length);
  assert.deepEqual(counts, [20_695, 3582, 20_675]);
  const bitfinex = sharedPath("candles", "bitfinex-1m", "BTCUSD-1m-2018.csv.gz");
  const [{ findings, candles }] = await judgeFile(bitfinex, { ...options, exchange: "bitfinex" });
  assert.equal(candles.length, 520_499);
  assert.equal(ofKind(findings, "gap").length, 3992);
  assert.equal(
    ofKind(findings, "gap").reduce((sum, { count }) => sum + count, 0),
    5101,
  );
  assert.equal(ofKind(findings, "impossible-range").length, 0);
  const stocks = sharedPath("candles", "stocks");
  const [goog] = await judgeFile(join(stocks, "GOOG.csv"), {
    ...options,
    exchange: "stocks",
    symbol: "GOOG/USD",
  });
  assert.deepEqual(
    [goog.series.timeframe, goog.candles.length, goog.candles.openTime[0]],
    ["1d", 2148, Date.parse("2004-08-19")],
  );
  const [euro] = await judgeFile(join(stocks, "EURUSD.csv"), { ...options, exchange: "forex" });
  assert.deepEqual(
    [euro.series, euro.candles.length],
    [{ exchange: "forex", symbol: "EUR/USD", timeframe: "1h" }, 5000],
  );
});
