import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { profitIntervals } from "./profit-intervals.ts";
import { bootstrapIntervals } from "./statistics/bootstrap.ts";
import { kelly, payoff, type ProfitFacts, profitFacts, profitFactor, systemQualityNumber } from "./trade-statistics.ts";

const options = { seed: 7, resamples: 60, confidence: 0.9 };

const statistics = [
  ({ mean }: ProfitFacts): number => mean,
  ...[profitFactor, payoff, kelly, systemQualityNumber].map((statistic) => (facts: ProfitFacts): number => {
    const value = statistic(facts);
    return typeof value === "number" ? value : NaN;
  }),
];

/** The obvious way: each resample is written out, and all is computed from it. */
const obvious = (profits: Float64Array) =>
  bootstrapIntervals(
    profits,
    statistics.map((statistic) => (resample) => statistic(profitFacts(resample))),
    options,
  );

function mustAgree(profits: Float64Array): void {
  const found = profitIntervals(profits, statistics, options);
  for (const [which, expected] of obvious(profits).entries()) {
    const interval = found[which];
    if (expected === undefined) assert.equal(interval, undefined, `statistic ${which}`);
    else {
      assert.ok(interval, `statistic ${which}`);
      for (const end of ["low", "high"] as const) {
        const difference = Math.abs(interval[end] - expected[end]);
        assert.ok(
          difference <= 1e-7 * Math.max(1, Math.abs(expected[end])),
          `statistic ${which}, ${end}: ${difference}`,
        );
      }
    }
  }
}

test("the intervals from sums are those of resamples that are written out", () => {
  const profits = fc.array(fc.integer({ min: -300, max: 200 }), { minLength: 30, maxLength: 200 });
  fc.assert(
    fc.property(profits, (values) => mustAgree(Float64Array.from(values, (value) => value / 100))),
    { numRuns: 50 },
  );
});

test("one outlier, or profits that do not vary, give no noise for a deviation", () => {
  const alike = new Float64Array(100).fill(1.1);
  mustAgree(alike);
  mustAgree(alike.with(50, 1e6));
  assert.equal(profitIntervals(alike, statistics, options)[4], undefined);
});
