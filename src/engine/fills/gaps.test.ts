/** Stops that an open lies beyond, at an open where an entry fills too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { candlesOf, flat, type Row } from "../../../test/support/price-rows.ts";
import { equals } from "../expression/condition.ts";
import { marketOf } from "../expression/sources.ts";
import { NO_ADDING, NO_PROTECTION } from "../limits.ts";
import { runBacktest } from "../run.ts";
import { MINUTE_MS } from "../timeframe.ts";

const { openTime } = marketOf();
const at = (row: number) => equals(openTime, row * MINUTE_MS);
const stopped = { ...NO_PROTECTION, stopLoss: 0.05 };

/** A is bought on the first candle and falls through its stop at the open of the fourth; B is bought there, dearer than it was. */
function run(rows: readonly Row[], share: number) {
  const calm = [flat(100), flat(100), flat(100), [120, 120, 120, 120], flat(120)] as const satisfies readonly Row[];
  return runBacktest({
    strategies: [
      strategy({ name: "a", signals: { "": { enterLong: at(0) } }, capitalAllocation: share, protection: stopped }),
      strategy({ name: "b", symbols: ["B/USDT"], signals: { "": { enterLong: at(2) } }, capitalAllocation: 0.5 }),
    ],
    streams: [stream(candlesOf(rows)), stream(candlesOf(calm), "1m", "B/USDT")],
    markets: new Map(["A/USDT", "B/USDT"].map((symbol) => [symbol, market()])),
    settings: settings(),
  });
}

test("an entry that lacks cash gets that of a stop that gapped at the same open", () => {
  const result = run([flat(100), flat(100), flat(100), flat(90), flat(90)], 0.5);
  // 50 of B at 100 were planned; at 120 they cost more than the 5,000 beside A.
  assert.equal(result.openPositions[0].quantity, 50);
  assert.deepEqual(result.refusals, []);
  assert.deepEqual([result.trades[0].exitPrice, result.trades[0].exitTime], [90, 3 * MINUTE_MS]);
});

test("without such a stop it is made smaller", () => {
  const result = run([flat(100), flat(100), flat(100), flat(98), flat(98)], 0.5);
  assert.deepEqual(
    result.refusals.map(({ code }) => code),
    ["shrunk_at_open"],
  );
});

test("an entry that adds to a position goes with it where the open lies beyond its stop", () => {
  const result = runBacktest({
    strategies: [
      strategy({
        signals: { "": { enterLong: at(0) } },
        protection: stopped,
        adding: { ...NO_ADDING, maxEntries: 2, addStep: -0.01 },
      }),
    ],
    streams: [stream(candlesOf([flat(100), flat(100), [100, 100, 98, 98], flat(90), flat(90)]))],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  assert.equal(result.totals.fills, 2);
  assert.deepEqual([result.trades.length, result.trades[0].exitPrice, result.openPositions.length], [1, 90, 0]);
});
