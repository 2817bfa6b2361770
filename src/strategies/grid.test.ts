import assert from "node:assert/strict";
import { test } from "node:test";
import grid from "./grid.ts";
import { backtest, candlesFromCloses } from "./try-out.ts";

const parameters = { levels: 3, step: 0.1 };
const run = (closes: readonly number[], options = {}) =>
  backtest(grid, { "A/USDT": candlesFromCloses(closes) }, { parameters, ...options });

test("what a rung bought is sold one rung higher", () => {
  // Rungs below 100: 90, 81, 72.9.
  const { trades, openPositions } = run([100, 100, 85, 95, 102, 100]);
  assert.deepEqual(
    trades.map(({ entryPrice, exitPrice, exitReason }) => [entryPrice, exitPrice, exitReason]),
    [[90, 100, "order"]],
  );
  assert.deepEqual(openPositions, []);
});

test("a fall fills the rungs one after the other, with the same quantity", () => {
  const { openPositions, totals } = run([100, 100, 70, 70]);
  assert.equal(totals.fills, 3);
  const rung = 10_000 / 3 / 100;
  assert.ok(Math.abs(openPositions[0].quantity - 3 * rung) < 1e-9);
  assert.ok(Math.abs(openPositions[0].entryPrice - (90 + 81 + 72.9) / 3) < 1e-9);
});

test("nothing is left when every rung is sold, and the ladder follows a price that left it", () => {
  // Up to 100 again all is sold; at 120 the ladder stands anew: 108, 97.2, 87.48.
  const { trades, openPositions } = run([100, 100, 70, 101, 120, 120, 107, 107]);
  assert.equal(trades.length, 3);
  assert.deepEqual(
    openPositions.map(({ entryPrice }) => entryPrice),
    [108],
  );
});
