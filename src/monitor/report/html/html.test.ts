import assert from "node:assert/strict";
import { test } from "node:test";
import { Script } from "node:vm";
import * as fc from "fast-check";
import { generatedRun, trade } from "../../../../test/support/runs.ts";
import { HOUR_MS } from "../../../engine/timeframe.ts";
import { buildReport } from "../build.ts";
import { chartLibrary, pageScript } from "./assets.ts";
import { reportHtml } from "./document.ts";
import { html, Markup } from "./markup.ts";
import { compressed, decimalsFor, pack, packChart, pageData } from "./pack.ts";
import { readPageData, unpack } from "./page/page-data.ts";
import { filterTrades, sortTrades } from "./page/trade-order.ts";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

test("templates escape strings and leave markup alone", () => {
  assert.equal(
    html`<b title="${`"'<>&`}">${new Markup("<i>x</i>")}${undefined}</b>`.text,
    '<b title="&quot;&#39;&lt;&gt;&amp;"><i>x</i></b>',
  );
});

test("names of strategies, symbols, reasons and indicators cannot become markup", () => {
  const { result, candles, fast } = generatedRun({ candleCount: 500, timeframeMs: HOUR_MS });
  const strategies = [
    {
      name: HOSTILE,
      strategyName: HOSTILE,
      parameters: { [HOSTILE]: HOSTILE },
      symbols: [HOSTILE],
      timeframe: "1h",
      capitalAllocation: 1,
    },
  ];
  const hostile = {
    ...result,
    currency: HOSTILE,
    fillConvention: HOSTILE,
    trades: [trade({ symbol: HOSTILE, strategy: HOSTILE, entryReason: HOSTILE })],
    refusals: [{ time: 0, strategy: HOSTILE, symbol: HOSTILE, code: HOSTILE, detail: HOSTILE }],
    refusalCounts: [{ strategy: HOSTILE, symbol: HOSTILE, code: HOSTILE, count: 1 }],
    openPositions: result.openPositions.map((position) => ({ ...position, symbol: HOSTILE })),
  };
  const charts = [
    { symbol: HOSTILE, timeframe: "1h", candles, indicators: [{ name: HOSTILE, pane: HOSTILE, values: fast }] },
    { symbol: `${HOSTILE}2`, timeframe: "1h", candles, indicators: [] },
  ];
  const page = reportHtml(
    buildReport({ result: hostile, strategies, charts, synthetic: false, runId: HOSTILE }),
    charts,
  );
  assert.ok(!page.includes("<script>alert"));
  assert.ok(!page.includes("<img"));
  assert.equal(page.match(/<script/g)?.length, 3, "the data and the two scripts of the page");
  assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
});

test("the page loads nothing from anywhere", () => {
  const { result, candles } = generatedRun({ candleCount: 24 * 60, timeframeMs: HOUR_MS });
  const charts = [{ symbol: "BTC/USDT", timeframe: "1h", candles, indicators: [] }];
  const strategies = [
    { name: "a", strategyName: "a", parameters: {}, symbols: ["BTC/USDT"], timeframe: "1h", capitalAllocation: 1 },
  ];
  const page = reportHtml(buildReport({ result, strategies, charts, synthetic: false }), charts);
  const markup = page.replaceAll(/<script[^>]*>[^]*?<\/script>/g, "");
  const loading = /<(?:link|iframe|img|object|embed)\b|\ssrc=|@import|url\(/.exec(markup);
  assert.equal(loading, null);
  assert.ok(page.includes("default-src &#39;none&#39;"));
});

test("the page's script is one script: no imports, no exports, no types", () => {
  const script = pageScript();
  assert.doesNotMatch(script, /^\s*(?:import|export)\b/m);
  assert.ok(script.indexOf("function unpack") < script.indexOf("async function start"));
  assert.doesNotThrow(() => new Script(script));
  assert.ok(chartLibrary().includes("Licensed under Apache License 2.0"));
});

test("packed numbers come back, gaps included", () => {
  const values = fc.array(
    fc.oneof(
      fc.constant(NaN),
      fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
    ),
  );
  fc.assert(
    fc.property(values, (numbers) => {
      assert.deepEqual(
        [...unpack(pack(numbers, 2))],
        numbers.map((value) => value + 0),
      );
    }),
  );
});

test("the number of decimals follows the data", () => {
  assert.equal(decimalsFor([65432.12, 65000.1]), 2);
  assert.equal(decimalsFor([1, 2, 3]), 0);
  assert.equal(decimalsFor([0.00001234]), 8);
  assert.equal(decimalsFor([Math.PI]), 7);
});

test("too many candles are shown coarser, with their extremes kept, and the page says so", () => {
  const { candles, fast } = generatedRun({ candleCount: 4_000, timeframeMs: HOUR_MS });
  const chart = {
    symbol: "BTC/USDT",
    timeframe: "1h",
    candles,
    indicators: [{ name: "ema", pane: "price", values: fast }],
  };
  const packed = packChart(chart, 1_500);
  assert.equal(packed.timeframe, "4h");
  assert.equal(packed.note, "4,000 candles of 1h are shown as 4h; all figures use every candle.");
  const highs = unpack(packed.high);
  assert.equal(highs.length, 1_000);
  assert.ok(Math.abs(highs[0] - Math.max(...candles.high.subarray(0, 4))) < 0.01);
  assert.equal(packChart(chart, 4_000).note, "");
});

test("the page's data come out of their compression as they went in", async () => {
  const { result, candles } = generatedRun({ candleCount: 24 * 60, timeframeMs: HOUR_MS });
  const charts = [{ symbol: "BTC/USDT", timeframe: "1h", candles, indicators: [] }];
  const strategies = [
    { name: "a", strategyName: "a", parameters: {}, symbols: ["BTC/USDT"], timeframe: "1h", capitalAllocation: 1 },
  ];
  const data = pageData(buildReport({ result, strategies, charts, synthetic: false }), charts);
  assert.deepEqual(await readPageData(compressed(data)), data);
});

test("trades are sorted with missing values last, and filtered by words and outcome", () => {
  const { result } = generatedRun({ candleCount: 24 * 60, timeframeMs: HOUR_MS });
  const strategies = [
    { name: "a", strategyName: "a", parameters: {}, symbols: ["BTC/USDT"], timeframe: "1h", capitalAllocation: 1 },
  ];
  const { trades } = pageData(buildReport({ result, strategies, charts: [], synthetic: false }), []);
  const [first, second, third] = trades;
  const mixed = [first, { ...second, riskMultiple: null }, third];
  for (const descending of [false, true])
    assert.equal(sortTrades(mixed, "riskMultiple", descending).at(-1)?.riskMultiple, null);
  const profits = sortTrades(trades, "profit", true).map(({ profit }) => profit);
  assert.deepEqual(
    profits,
    profits.toSorted((left, right) => right - left),
  );
  assert.ok(
    filterTrades(trades, { words: "btc SIGNAL", outcome: "lost" }).every(
      ({ profit, exitReason }) => profit < 0 && exitReason === "signal",
    ),
  );
  assert.equal(filterTrades(trades, { words: "#1 nothing", outcome: "all" }).length, 0);
});
