import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_ADDING } from "../limits.ts";
import { entryPart, type SizingInput, wantedNotional } from "./wanted-notional.ts";

const input: SizingInput = {
  base: 10_000,
  equity: 10_000,
  share: 0.2,
  strength: 1,
  price: 100,
  stopPrice: 95,
  annualVolatility: 0.8,
  entries: 0,
  adding: NO_ADDING,
};

test("each rule gives its amount, none goes above the sleeve's share", () => {
  assert.equal(wantedNotional({ rule: "fraction_of_equity" }, input), 2000);
  assert.equal(wantedNotional({ rule: "fixed_amount", amount: 500 }, input), 500);
  assert.equal(wantedNotional({ rule: "fixed_amount", amount: 5000 }, input), 2000);
  // A stop 5 % away and 0.5 % of the equity at risk: 50 / 0.05.
  assert.ok(Math.abs(wantedNotional({ rule: "risk_per_trade", riskFraction: 0.005 }, input) - 1000) < 1e-9);
  assert.equal(wantedNotional({ rule: "volatility_target", annualVolatility: 0.4, lookbackCandles: 20 }, input), 1000);
});

test("what can't be computed is NaN, never 0 or everything", () => {
  assert.ok(Number.isNaN(wantedNotional({ rule: "risk_per_trade", riskFraction: 0.01 }, { ...input, stopPrice: NaN })));
  assert.ok(
    Number.isNaN(
      wantedNotional(
        { rule: "volatility_target", annualVolatility: 0.4, lookbackCandles: 20 },
        { ...input, annualVolatility: NaN },
      ),
    ),
  );
});

test("strength scales, and all entries together fill the share", () => {
  assert.equal(wantedNotional({ rule: "fraction_of_equity" }, { ...input, strength: 0.25 }), 500);
  const adding = { maxEntries: 3, addStep: 0.01, addSizeFactor: 0.5 };
  const parts = [0, 1, 2].map((entries) => entryPart(entries, adding));
  assert.ok(Math.abs(parts.reduce((a, b) => a + b) - 1) < 1e-12);
  assert.ok(Math.abs(parts[1] / parts[0] - 0.5) < 1e-12);
});
