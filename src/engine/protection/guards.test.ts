import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_PROTECTION, type ProtectionRules } from "../limits.ts";
import { Guards } from "./guards.ts";

function guarded(rules: Partial<ProtectionRules>, direction: 1 | -1 = 1, entry = 100) {
  const all: ProtectionRules = { ...NO_PROTECTION, ...rules };
  const guards = new Guards(1);
  guards.place(0, direction, entry, true, all, NaN, NaN, 0);
  return {
    guards,
    move: (best: number, ageMs = 0) => guards.move(0, direction, entry, best, ageMs, all),
    levels: () => [guards.stop[0], guards.target[0], guards.stopReason[0], guards.targetReason[0]],
  };
}

test("stop and target lie at their distance, mirrored for a short", () => {
  assert.deepEqual(guarded({ stopLoss: 0.03, takeProfit: 0.05 }).levels(), [97, 105, "stop_loss", "take_profit"]);
  assert.deepEqual(guarded({ stopLoss: 0.03, takeProfit: 0.05 }, -1).levels(), [103, 95, "stop_loss", "take_profit"]);
});

test("a trailing stop follows the best price, never moves back, and starts at its offset", () => {
  const { move, guards } = guarded({ trailingStop: 0.1, trailingOffset: 0.19 });
  move(110);
  assert.ok(Number.isNaN(guards.stop[0]));
  move(120);
  assert.equal(guards.stop[0], 108);
  assert.equal(guards.stopReason[0], "trailing_stop");
  move(120);
  assert.equal(guards.stop[0], 108);
  move(150);
  assert.equal(guards.stop[0], 135);
});

test("the stop moves to the entry price at break-even, and a trailing stop beyond it wins", () => {
  const { move, levels } = guarded({ stopLoss: 0.05, breakEvenAfter: 0.02, trailingStop: 0.01 });
  move(102);
  assert.deepEqual(levels().slice(0, 1), [102 * 0.99]);
  const only = guarded({ stopLoss: 0.05, breakEvenAfter: 0.02 });
  only.move(101.9);
  assert.equal(only.guards.stop[0], 95);
  only.move(102);
  assert.deepEqual([only.guards.stop[0], only.guards.stopReason[0]], [100, "break_even"]);
});

test("minimal ROI lowers the target with age; a nearer fixed target stays", () => {
  const steps = [
    { afterMs: 0, profitFraction: 0.1 },
    { afterMs: 60_000, profitFraction: 0.02 },
  ];
  const { move, levels } = guarded({ takeProfit: 0.05, minimalRoi: steps });
  move(100, 0);
  assert.deepEqual(levels().slice(1), [105, "stop_loss", "take_profit"]);
  move(100, 60_000);
  assert.deepEqual(levels().slice(1), [102, "stop_loss", "minimal_roi"]);
});

test("the time stop counts candles", () => {
  const { move } = guarded({ timeStopCandles: 3 });
  assert.deepEqual([move(100), move(100), move(100)], [false, false, true]);
});

test("adding recomputes the levels from the average, but keeps a stop that has trailed beyond", () => {
  const rules: ProtectionRules = { ...NO_PROTECTION, stopLoss: 0.1, trailingStop: 0.05 };
  const guards = new Guards(1);
  guards.place(0, 1, 100, true, rules, NaN, NaN, 0);
  guards.move(0, 1, 100, 120, 0, rules);
  assert.equal(guards.stop[0], 114);
  guards.place(0, 1, 110, false, rules, NaN, NaN, 0);
  assert.equal(guards.stop[0], 114);
  guards.clear(0);
  assert.ok(Number.isNaN(guards.stop[0]) && Number.isNaN(guards.lower[0]));
});

test("a strategy's own stop and target replace the distances", () => {
  const guards = new Guards(1);
  guards.place(0, 1, 100, true, { ...NO_PROTECTION, stopLoss: 0.03 }, 91, 130, 0);
  assert.deepEqual([guards.stop[0], guards.target[0], guards.lower[0], guards.upper[0]], [91, 130, 91, 130]);
});

test("adding to a position takes no stop away that has trailed", () => {
  const rules = { ...NO_PROTECTION, trailingStop: 0.1 };
  const { guards, move, levels } = guarded(rules);
  move(120);
  guards.place(0, 1, 110, false, rules, NaN, NaN, 0);
  assert.deepEqual([guards.stop[0], guards.lower[0], levels()[2]], [108, 108, "trailing_stop"]);
});

test("an entry that adds may bring a nearer stop and another target of its own", () => {
  const { guards, levels } = guarded({});
  guards.place(0, 1, 100, true, NO_PROTECTION, 90, 120, 0);
  guards.place(0, 1, 105, false, NO_PROTECTION, 95, 130, 0);
  assert.deepEqual(levels().slice(0, 2), [95, 130]);
  guards.place(0, 1, 106, false, NO_PROTECTION, 80, NaN, 0);
  assert.deepEqual(levels().slice(0, 2), [95, 130]);
});

test("minimal ROI holds from the entry on, and through an entry that adds", () => {
  const rules: ProtectionRules = {
    ...NO_PROTECTION,
    takeProfit: 0.2,
    minimalRoi: [
      { afterMs: 0, profitFraction: 0.1 },
      { afterMs: 60_000, profitFraction: 0.02 },
    ],
  };
  const { guards, levels } = guarded(rules);
  assert.deepEqual([levels()[1], levels()[3]], [100 * 1.1, "minimal_roi"]);
  guards.place(0, 1, 50, false, rules, NaN, NaN, 60_000);
  assert.deepEqual([levels()[1], levels()[3]], [51, "minimal_roi"]);
});
