/** What `why` says is what the run did. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { market, settings, strategy, stream } from "../../../test/support/engine.ts";
import { candlesOf, flat } from "../../../test/support/price-rows.ts";
import { randomRun } from "../../../test/support/random-runs.ts";
import { multiply } from "../../engine/expression/arithmetic.ts";
import { above, equals } from "../../engine/expression/condition.ts";
import { feature, marketOf } from "../../engine/expression/sources.ts";
import { NO_PROTECTION } from "../../engine/limits.ts";
import type { Refusal } from "../../engine/result.ts";
import { runBacktest } from "../../engine/run.ts";
import { MINUTE_MS } from "../../engine/timeframe.ts";
import { explain } from "./explain.ts";

const { close, openTime } = marketOf();

/** Those inside a candle carry its open time: they belong to the instant after. */
const INSIDE: ReadonlySet<string> = new Set(["nothing_to_reduce", "insufficient_cash", "late_candle"]);

test("refusals of any candle are those that the run recorded there", () => {
  let compared = 0;
  fc.assert(
    fc.property(randomRun, fc.nat(), (run, pick) => {
      const input = { ...run, settings: settings({ limits: run.limits, slippageRate: run.slippageRate }) };
      const { refusals } = runBacktest(input);
      if (refusals.length === 0) return;
      const { time, symbol } = refusals[pick % refusals.length];
      const isDecided = (refusal: Refusal) => refusal.time === time && !INSIDE.has(refusal.code);
      for (const one of explain(input, symbol, time).strategies) {
        if (one.candleClose !== time) continue;
        const recorded = refusals.filter(
          (refusal) => isDecided(refusal) && refusal.symbol === symbol && refusal.strategy === one.strategy,
        );
        assert.deepEqual(one.refusals.filter(isDecided), recorded);
        compared += recorded.length;
      }
    }),
    { numRuns: 40, seed: 5 },
  );
  assert.ok(compared > 20, `only ${compared} refusals were compared`);
});

test("finer candles decide in the explanation as they did in the run", () => {
  const bought = {
    strategies: [
      strategy({
        timeframe: "5m",
        signals: { "": { enterLong: equals(openTime, 0) } },
        protection: { ...NO_PROTECTION, stopLoss: 0.05, takeProfit: 0.05 },
      }),
    ],
    streams: [stream(candlesOf([flat(100), [100, 110, 90, 100], flat(100)], [0, 5, 10]), "5m")],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
    finer: new Map([
      [
        "A/USDT",
        candlesOf(
          [
            [100, 110, 100, 105],
            [105, 105, 90, 100],
          ],
          [5, 6],
        ),
      ],
    ]),
  };
  assert.deepEqual(
    runBacktest(bought).trades.map(({ exitReason }) => exitReason),
    ["take_profit"],
  );
  const { orders } = explain(bought, "A/USDT", 10 * MINUTE_MS).strategies[0];
  assert.match(orders.map(({ detail }) => detail).join("; "), /take_profit/);
});

test("nodes that are printed alike keep their own values", () => {
  const rows = [flat(100), flat(100), flat(100)];
  const features = new Map([
    ["mood", { length: 1, availableAt: Float64Array.of(MINUTE_MS), value: Float64Array.of(5) }],
  ]);
  const { signals } = explain(
    {
      strategies: [
        strategy({
          signals: {
            "": {
              enterLong: above(feature("mood", { maxAgeMs: MINUTE_MS / 2 }), 1),
              exitLong: above(feature("mood"), multiply(close, 0)),
            },
          },
        }),
      ],
      streams: [stream(candlesOf(rows))],
      markets: new Map([["A/USDT", market()]]),
      settings: settings(),
      planInputs: { features },
    },
    "A/USDT",
    Infinity,
  ).strategies[0];
  assert.deepEqual(
    signals.map(({ tree }) => tree.inputs[0].value),
    [null, 5],
  );
});
