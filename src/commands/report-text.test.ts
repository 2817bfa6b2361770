import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters, styleText } from "node:util";
import { generatedRun } from "../../test/support/runs.ts";
import { HOUR_MS } from "../engine/timeframe.ts";
import { buildReport, type ReportParts } from "../monitor/report/build.ts";
import { reportText, TEXT_PARTS, type TextTarget } from "./report-text.ts";
import { sparkline } from "./sparkline.ts";
import { table } from "./table.ts";

const plain: TextTarget = { width: 100, table, paint: (_, text) => text };
const coloured: TextTarget = { ...plain, paint: (format, text) => styleText(format, text, { validateStream: false }) };

function report(parts?: ReportParts) {
  const { result, candles } = generatedRun({ candleCount: 24 * 300, timeframeMs: HOUR_MS });
  return buildReport({
    result,
    strategies: [
      {
        name: "ema_crossover",
        strategyName: "ema_crossover",
        parameters: {},
        symbols: ["BTC/USDT"],
        timeframe: "1h",
        capitalAllocation: 0.5,
      },
    ],
    charts: [{ symbol: "BTC/USDT", timeframe: "1h", candles, indicators: [] }],
    synthetic: true,
    ...(parts === undefined ? {} : { parts }),
  });
}

test("the text starts with what the data are, then with what came out", () => {
  const lines = reportText(report(), plain).split("\n");
  assert.equal(lines[0], "synthetic: says nothing about a market");
  assert.match(lines[4], /^The strategy (gained|lost) .* buy & hold/);
});

test("a report of only the parts that the text shows gives the same text", () => {
  const shown = report(TEXT_PARTS);
  assert.ok(shown.metrics.length < report().metrics.length && shown.trades.length < report().trades.length);
  assert.equal(reportText(shown, plain), reportText(report(), plain));
});

test("colours change no character, and without them there is none", () => {
  const made = report();
  assert.equal(stripVTControlCharacters(reportText(made, coloured)), reportText(made, plain));
  assert.notEqual(reportText(made, coloured), reportText(made, plain));
});

test("it fits a terminal of 80 columns", () => {
  const made = report();
  const [refusal] = made.refusals.byReason;
  const wordy = { ...refusal, exampleDetail: "a long story ".repeat(10) };
  const crowded = { ...made, refusals: { total: 1, byReason: [wordy] } };
  for (const line of reportText(crowded, { ...plain, width: 80 }).split("\n"))
    assert.ok(Array.from(line).length <= 80, line);
});

test("a sparkline keeps its width, its ends and its extremes", () => {
  assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8), "▁▂▃▄▅▆▇█");
  assert.equal(sparkline([8, 1], 10), "█▁");
  assert.equal(sparkline([5, 5, 5], 3), "▄▄▄");
  assert.equal(sparkline([], 5), "");
  assert.equal(
    Array.from(
      sparkline(
        Array.from({ length: 1000 }, (_, index) => index),
        40,
      ),
    ).length,
    40,
  );
});
