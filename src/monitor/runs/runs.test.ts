import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { generatedRun, trade } from "../../../test/support/runs.ts";
import type { Settings } from "../../config/settings.ts";
import { CandlewrightError } from "../../engine/errors.ts";
import type { RunResult } from "../../engine/result.ts";
import { HOUR_MS } from "../../engine/timeframe.ts";
import { buildReport } from "../report/build.ts";
import { canonicalJson } from "./canonical.ts";
import { compareRuns } from "./compare.ts";
import { recordRun, type RunFacts, runId, type RunRecord } from "./record.ts";
import { hashResult } from "./result-hash.ts";
import { findRun, listRuns, loadReport, saveRun } from "./store.ts";
import { verifyRun } from "./verify.ts";

const strategy: Settings["strategies"][number] = {
  name: "ema_crossover",
  strategyName: "ema_crossover",
  parameters: { short_window: 12, long_window: 26 },
  protection: {
    stopLoss: 0.03,
    takeProfit: 0.05,
    trailingStop: undefined,
    trailingOffset: 0,
    breakEvenAfter: undefined,
    timeStopCandles: undefined,
    minimalRoi: [],
  },
  adding: { maxEntries: 1, addStep: 0, addSizeFactor: 1 },
  sizing: { rule: "fraction_of_equity" },
  symbols: ["BTC/USDT"],
  timeframe: "1h",
  capitalAllocation: 0.5,
};
const settings: Settings = {
  mode: "backtest",
  strategies: [strategy],
  exchange: { exchange: "binance", testMode: true, maxOrdersPerMinute: 10, market: "spot" },
  risk: {
    maxOpenPositions: 5,
    maxExposurePerSymbol: 1,
    maxTotalExposure: 1,
    maxDailyLoss: 0.1,
    maxDrawdown: 0.3,
    cooldownCandlesAfterStop: 0,
    maxOrdersPerMinute: 10,
  },
  backtest: {
    startingCash: 10_000,
    makerFeeRate: undefined,
    takerFeeRate: 0.001,
    slippageRate: 0.0005,
    spreadRate: 0,
    fillConvention: "pessimistic",
    sizeAt: "decision",
    startTime: undefined,
    endTime: undefined,
  },
};
const facts: RunFacts = {
  settings,
  data: [
    {
      exchange: "binance",
      symbol: "BTC/USDT",
      timeframe: "1h",
      candles: 2400,
      firstOpenTime: 0,
      lastOpenTime: 1,
      sha256: "aa",
      synthetic: true,
    },
  ],
  strategyFiles: {},
  codeVersion: "0.1.0",
  nodeVersion: "24.21.0",
  seed: 1,
};

const { result, candles } = generatedRun({ candleCount: 24 * 100, timeframeMs: HOUR_MS });
const charts = [{ symbol: "BTC/USDT", timeframe: "1h", candles, indicators: [] }];
const report = buildReport({ result, strategies: settings.strategies, charts, synthetic: true });
const record = recordRun(facts, result, report, new Date(0));

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "candlewright-runs-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("the hash changes with every single fact of a result", () => {
  const position = {
    strategy: "a",
    symbol: "BTC/USDT",
    direction: "long",
    quantity: 1,
    entryTime: 1,
    entryPrice: 100,
    markPrice: 101,
    unrealisedProfit: 1,
  } as const;
  const base: RunResult = { ...result, trades: [trade()], openPositions: [position] };
  const seen = new Set([hashResult(base)]);
  const isNew = (changed: RunResult, what: string): void => {
    const hash = hashResult(changed);
    assert.ok(!seen.has(hash), what);
    seen.add(hash);
  };
  const alter = (value: unknown): unknown =>
    typeof value === "number" ? (Number.isNaN(value) ? 1 : value + 1) : `${String(value)}x`;
  for (const list of ["trades", "refusals", "refusalCounts", "openPositions"] as const) {
    const [first, ...rest] = base[list] as readonly object[];
    assert.ok(first, `the example has no ${list}`);
    for (const [key, value] of Object.entries(first))
      isNew({ ...base, [list]: [{ ...first, [key]: alter(value) }, ...rest] }, `${list} ${key}`);
    isNew({ ...base, [list]: rest }, `one of ${list} missing`);
  }
  for (const [key, value] of Object.entries(base))
    if (typeof value !== "object") isNew({ ...base, [key]: alter(value) }, key);
  for (const [key, value] of Object.entries(base.totals))
    isNew({ ...base, totals: { ...base.totals, [key]: value + 1 } }, key);
  for (const [key, column] of Object.entries(base.curve)) {
    const changed = Float64Array.from(column as Float64Array);
    // The last bit of one number.
    new BigUint64Array(changed.buffer)[7] ^= 1n;
    isNew({ ...base, curve: { ...base.curve, [key]: changed } }, key);
  }
  assert.equal(
    hashResult({ ...base, curve: { ...base.curve, time: Float64Array.from(base.curve.time) } }),
    hashResult(base),
  );
});

test("the id follows the facts, whatever order they stand in", () => {
  const reordered = Object.fromEntries(Object.entries(facts).reverse()) as unknown as RunFacts;
  assert.equal(runId(reordered), runId(facts));
  assert.match(runId(facts), /^ema_crossover-[0-9a-f]{10}$/);
  assert.notEqual(runId({ ...facts, seed: 2 }), runId(facts));
  const hostile = { ...settings, strategies: [{ ...strategy, name: "../../etc/x y" }] };
  assert.match(runId({ ...facts, settings: hostile }), /^[A-Za-z0-9_+-]+$/);
  assert.equal(canonicalJson({ b: undefined, a: [{ d: 1, c: 2 }] }), '{"a":[{"c":2,"d":1}]}');
});

test("a saved run is listed, found by its beginning or its digits, and read again", async (context) => {
  const folder = temporaryFolder(context);
  await saveRun(folder, record, report, charts);
  const later: RunRecord = { ...record, id: "other-0123456789", createdAt: new Date(1).toISOString() };
  await saveRun(folder, later, report, []);
  assert.deepEqual(
    listRuns(folder).map(({ id }) => id),
    [later.id, record.id],
  );
  assert.equal(findRun(folder, undefined).id, later.id);
  assert.equal(findRun(folder, "ema").id, record.id);
  assert.equal(findRun(folder, record.id.slice(-10, -4)).id, record.id);
  assert.deepEqual(loadReport(folder, record.id), report);
  assert.deepEqual(readdirSync(join(folder, record.id)).sort(), [
    "report.html",
    "report.json",
    "run.json",
    "trades.csv",
  ]);
  assert.ok(readFileSync(join(folder, record.id, "trades.csv"), "utf8").startsWith("number,"));
});

test("a repeated run replaces itself", async (context) => {
  const folder = temporaryFolder(context);
  await saveRun(folder, record, report, []);
  await saveRun(folder, { ...record, createdAt: new Date(5).toISOString() }, report, []);
  assert.equal(listRuns(folder).length, 1);
});

test("interrupted and damaged runs are passed by, or named as damaged", async (context) => {
  const folder = temporaryFolder(context);
  assert.deepEqual(listRuns(join(folder, "missing")), []);
  mkdirSync(join(folder, "interrupted"));
  await saveRun(folder, record, report, []);
  assert.equal(listRuns(folder).length, 1);
  writeFileSync(join(folder, record.id, "report.json"), '{"format":');
  const code = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      if (error instanceof CandlewrightError) return error.code;
    }
    return "none";
  };
  assert.equal(
    code(() => loadReport(folder, record.id)),
    "RUN_DAMAGED",
  );
  assert.equal(
    code(() => findRun(folder, "zzz")),
    "RUN_UNKNOWN",
  );
  await saveRun(folder, { ...record, id: "ema_crossover-ffffffffff" }, report, []);
  assert.equal(
    code(() => findRun(folder, "ema")),
    "RUN_AMBIGUOUS",
  );
});

test("a comparison says what differs, and what forbids comparing", () => {
  const faster: RunRecord = {
    ...record,
    id: "b",
    settings: {
      ...settings,
      strategies: [{ ...strategy, parameters: { short_window: 5, long_window: 26 } }],
      backtest: { ...settings.backtest, takerFeeRate: 0 },
    },
  };
  const { caveats, differences, figures } = compareRuns([record, faster]);
  assert.deepEqual(caveats, ["They assume different costs."]);
  assert.deepEqual(differences, [
    { path: "settings.strategies.0.parameters.short_window", values: ["12", "5"] },
    { path: "settings.backtest.takerFeeRate", values: ["0.001", "0"] },
  ]);
  assert.equal(figures.find(({ id }) => id === "trade_count")?.values[0], result.trades.length);
  assert.deepEqual(compareRuns([record, record]).differences, []);
});

test("verifying runs again, and names what has changed", async () => {
  const same = await verifyRun(record, async () => ({ result, ...facts }));
  assert.ok(same.same);
  assert.deepEqual(same.changes, []);
  const [data] = facts.data;
  const other = await verifyRun(record, async () => ({
    ...facts,
    result: { ...result, finalEquity: result.finalEquity + 1e-9 },
    data: [{ ...data, sha256: "bb", candles: 2401 }],
    nodeVersion: "24.22.0",
  }));
  assert.ok(!other.same);
  assert.deepEqual(other.changes, [
    "The candles of binance BTC/USDT 1h are others: 2400 then, 2401 now.",
    "Node 24.21.0 then, 24.22.0 now.",
  ]);
});
