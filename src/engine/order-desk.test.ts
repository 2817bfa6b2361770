import assert from "node:assert/strict";
import { test } from "node:test";
import { market, settings, strategy } from "../../test/support/engine.ts";
import { Run } from "./run.ts";

function desk() {
  const run = new Run({
    strategies: [strategy({})],
    streams: [{ symbol: "A/USDT", timeframe: "1m" }],
    markets: new Map([["A/USDT", market()]]),
    settings: settings(),
  });
  return run.engine;
}

test("a fill that is known late, for an order believed cancelled, is booked; what was held back is given back once", () => {
  const { desk: orders, portfolio } = desk();
  const submit = () => {
    const draft = orders.draft(0, 1, 10, "order", "test", 0);
    draft.purpose = "entry";
    draft.reservedCash = 1000;
    return orders.submit(draft);
  };
  const [late, open] = [submit(), submit()];
  assert.deepEqual([portfolio.reservedCash, orders.pendingEntries[0], orders.pendingRisk[0]], [2000, 2, 2]);
  orders.end(late, "cancel", 1);
  orders.fill(late, 10, 100, 100, 0, 2);
  assert.deepEqual(
    [late.state, portfolio.quantity[0], portfolio.cash, portfolio.reservedCash],
    ["filled", 10, 9000, 1000],
  );
  assert.deepEqual([orders.pendingEntries[0], orders.pendingRisk[0]], [1, 1]);
  orders.end(open, "cancel", 3);
  orders.end(open, "cancel", 4);
  assert.deepEqual([portfolio.reservedCash, orders.pendingEntries[0], orders.pendingRisk[0]], [0, 0, 0]);
});
